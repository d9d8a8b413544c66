// The stage's public face stands in files beside this one.
