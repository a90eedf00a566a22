"use strict";(function(d,l,w){
var p=d.documentElement.getAttribute("data-path"),c=/^\/(\d+)(\.html)?\/?$/.exec(l.pathname);
/* Reached by a code: show the page's own address, so that a reload or a share is no scan. */
if(p&&c&&history.replaceState)history.replaceState(null,"",p+l.hash);
/* The number box without a server: go to the code. */
d.addEventListener("submit",function(e){
var f=e.target,n=f.className==="number"&&f.code.value.replace(/\D/g,"");
if(n){e.preventDefault();l.href="/"+n}
});
/* A table that fits needs no stop of the keyboard; one that must be scrolled does. */
w.ResizeObserver&&d.querySelectorAll("table").forEach(function(t){
new ResizeObserver(function(){t.tabIndex=t.scrollWidth>t.clientWidth?0:-1}).observe(t)});
/* What was read stays readable without signal. Only after the page has come, and never where a browser balks. */
function keep(s,one){
if(d.querySelector("script[src^='/_disan/']")){
/* A preview changes under the writer's hands: nothing of it is kept. */
s.getRegistrations().then(function(all){all.forEach(function(r){r.unregister()})});return}
s.register("/sw.js").then(function(){return s.ready}).then(function(r){
if(!/\b(missing|offline)\b/.test(d.body.className))r.active.postMessage({path:p||l.pathname,code:p&&c&&c[1],
title:(d.querySelector("h1")||d).textContent,lang:(d.querySelector("h1[lang]")||d.documentElement).lang,
images:one?[one.currentSrc||one.src]:[]})
})["catch"](function(){})
}
w.addEventListener("load",function(){setTimeout(function(){
try{if(w.isSecureContext&&w.caches&&navigator.serviceWorker)keep(navigator.serviceWorker,d.querySelector("main img"))}catch(e){}
},1)});
})(document,location,window);
