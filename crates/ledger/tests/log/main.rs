//! A published log: clean runs never alarm, every planted damage is found (P11).

#[cfg(test)]
mod damage;
#[cfg(test)]
mod kit;
#[cfg(test)]
mod receipts;
#[cfg(test)]
mod witness;
#[cfg(test)]
mod writing;
