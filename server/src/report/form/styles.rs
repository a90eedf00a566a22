//! The styles of a text document: one face, the sizes of Decree 30/2020/NĐ-CP.

use crate::catalog::Lang;

use super::xml::HEAD;

/// The face the decree asks for.
pub const FACE: &str = "Times New Roman";

/// `word/styles.xml`.
pub fn styles(lang: &Lang) -> String {
    let lang = if lang == &Lang::vi() { "vi-VN" } else { "en-GB" };
    let heading = |level: usize, name: &str, before: u32| {
        format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"Heading{level}\"><w:name w:val=\"heading {level}\"/>\
             <w:basedOn w:val=\"Normal\"/><w:next w:val=\"Normal\"/><w:uiPriority w:val=\"9\"/><w:qFormat/>\
             <w:pPr><w:keepNext/><w:spacing w:before=\"{before}\" w:after=\"80\"/><w:outlineLvl w:val=\"{}\"/></w:pPr>\
             <w:rPr>{name}<w:sz w:val=\"28\"/><w:szCs w:val=\"28\"/></w:rPr></w:style>",
            level - 1
        )
    };
    format!(
        "{HEAD}<w:styles xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:docDefaults>\
         <w:rPrDefault><w:rPr><w:rFonts w:ascii=\"{FACE}\" w:hAnsi=\"{FACE}\" w:eastAsia=\"{FACE}\" w:cs=\"{FACE}\"/>\
         <w:sz w:val=\"28\"/><w:szCs w:val=\"28\"/><w:lang w:val=\"{lang}\" w:eastAsia=\"{lang}\"/></w:rPr></w:rPrDefault>\
         <w:pPrDefault><w:pPr><w:spacing w:after=\"0\" w:line=\"264\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults>\
         <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/></w:style>\
         {}{}</w:styles>",
        heading(1, "<w:b/><w:bCs/>", 200),
        heading(2, "<w:b/><w:bCs/>", 120)
    )
}
