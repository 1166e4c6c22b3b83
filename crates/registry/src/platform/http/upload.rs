//! A file that comes with a form.

use std::collections::BTreeMap;

use axum::{
    extract::{FromRequest, Multipart, Request, multipart::MultipartError},
    http::StatusCode,
};

use crate::platform::{Error, Refusal, Result};

/// The file of a form of type `multipart/form-data` and its other fields.
#[derive(Clone, Default)]
pub struct Upload {
    /// As its sender calls it, without folders.
    pub name: String,
    /// All of it; empty when no file was chosen.
    pub bytes: Vec<u8>,
    fields: BTreeMap<String, String>,
}

impl Upload {
    /// Another field of the form; empty when it is not there.
    #[must_use]
    pub fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }

    async fn read(mut form: Multipart) -> Result<Self, MultipartError> {
        let mut upload = Self::default();
        while let Some(field) = form.next_field().await? {
            let key = field.name().unwrap_or_default().to_owned();
            if let Some(name) = field.file_name() {
                upload.name = name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
                upload.bytes = field.bytes().await?.to_vec();
            } else {
                upload.fields.insert(key, field.text().await?);
            }
        }
        Ok(upload)
    }
}

impl std::fmt::Debug for Upload {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Upload({} bytes)", self.bytes.len())
    }
}

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        let refused = |status: StatusCode, words: String| {
            let code = if status == StatusCode::PAYLOAD_TOO_LARGE { "request.too_large" } else { "request.malformed" };
            Refusal::new(code, words)
        };
        let form = Multipart::from_request(request, state).await;
        let form = form.map_err(|no| refused(no.status(), no.body_text()))?;
        Ok(Self::read(form).await.map_err(|no| refused(no.status(), no.body_text()))?)
    }
}
