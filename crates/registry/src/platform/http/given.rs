//! Values as templates pass them: by value or by however many references a loop has put round them.

use jiff::{Timestamp, civil::Date};

/// A value of the type, or a reference to one.
pub trait Given<T> {
    /// The value.
    fn given(self) -> T;
}

macro_rules! given {
    ($($type:ty),*) => {$(
        impl Given<$type> for $type {
            fn given(self) -> $type {
                self
            }
        }
        impl Given<$type> for &$type {
            fn given(self) -> $type {
                *self
            }
        }
        impl Given<$type> for &&$type {
            fn given(self) -> $type {
                **self
            }
        }
        impl Given<$type> for &&&$type {
            fn given(self) -> $type {
                ***self
            }
        }
    )*};
}
given!(bool, i64, Date, Timestamp);
