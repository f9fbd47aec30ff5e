//! Pure: text in, statements out.
