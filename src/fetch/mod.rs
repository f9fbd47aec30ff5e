//! Getting articles: from files, from the web, from feeds.

pub mod dates;
pub mod feeds;
pub mod files;
pub mod guard;
pub mod http;
pub mod links;
mod markup;
pub mod politeness;
pub mod robots;
mod settings;

pub use http::HttpFetcher;
pub use settings::{Settings, SettingsError};
/// stub
pub struct Files;
impl crate::ports::FileReader for Files {
    fn read(
        &self,
        path: &std::path::Path,
    ) -> Box<dyn Iterator<Item = Result<crate::domain::Item, crate::ports::ItemFailure>> + Send>
    {
        Box::new(files::read_path(path))
    }
}
/// stub
pub struct HttpFetcher;
impl HttpFetcher {
    /** */
    pub fn new(_s: Settings) -> anyhow::Result<Self> {
        Ok(Self)
    }
}
#[async_trait::async_trait]
impl crate::ports::Fetcher for HttpFetcher {
    async fn fetch(
        &self,
        _u: &url::Url,
        _v: &crate::ports::Validators,
    ) -> Result<crate::ports::Fetched, crate::ports::FetchError> {
        todo!()
    }
    async fn list(
        &self,
        _u: &url::Url,
        _v: &crate::ports::Validators,
    ) -> Result<crate::ports::Listed, crate::ports::FetchError> {
        todo!()
    }
}
