"use strict";(function(d,l){
var p=d.documentElement.getAttribute("data-path");
/* Reached by a code: show the page's own address, so that a reload or a share is no scan. */
if(p&&/^\/\d+(\.html)?\/?$/.test(l.pathname)&&history.replaceState)history.replaceState(null,"",p+l.hash);
/* The number box without a server: go to the code. */
d.addEventListener("submit",function(e){
var f=e.target,c=f.className==="number"&&f.code.value.replace(/\D/g,"");
if(c){e.preventDefault();l.href="/"+c}
});
})(document,location);
