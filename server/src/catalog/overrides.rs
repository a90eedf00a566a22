//! A project's own templates of the server's pages: the compiler copies them from the content, the server reads them
//! beside the catalog.

/// The folder that holds them, in the output folder.
pub const OVERRIDES: &str = "templates";

/// Every file a project may bring for the server's pages, by its path in both folders.
pub const OVERRIDABLE: &[&str] = &[
    "dashboard/base.html",
    "dashboard/parts.html",
    "dashboard/statistics.html",
    "dashboard/fault.html",
    "dashboard/devices.html",
    "dashboard/device.html",
    "dashboard/verify.html",
    "dashboard/privacy.html",
    "office/sign_in.html",
    "office/welcome.html",
    "office/account.html",
    "office/users.html",
    "office/changes.html",
    "office/parts.html",
    "office/activities.html",
    "office/activity.html",
    "office/import.html",
    "office/teams.html",
    "office/figures.html",
    "office/targets.html",
    "office/campaigns.html",
    "report/report.html",
    "report/paper.html",
    "style/dashboard.css",
    "style/office.css",
    "style/report.css",
    "style/paper.css",
    "locales/vi.toml",
    "locales/en.toml",
];
