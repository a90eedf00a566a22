//! A visit to the admin pages over a real connection.

use std::net::SocketAddr;
use std::sync::Arc;

use disan_server::admin::{Admin, router};

use crate::driver::{self, Answer};

/// A running admin listener; it ends with the test's process.
pub struct Pages(SocketAddr);

impl Pages {
    pub fn serve(admin: Admin) -> Pages {
        let (tell, told) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
                tell.send(listener.local_addr().unwrap()).unwrap();
                axum::serve(listener, router(Arc::new(admin), axum::Router::new())).await.unwrap();
            });
        });
        Pages(told.recv().unwrap())
    }

    pub fn get(&self, path: &str) -> Answer {
        driver::get(self.0, path, &[])
    }

    /// The text of a page that must be there.
    pub fn text(&self, path: &str) -> String {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.text()
    }

    pub fn send(&self, request: &str) -> Answer {
        driver::parse(&driver::send(self.0, request.as_bytes()))
    }
}
