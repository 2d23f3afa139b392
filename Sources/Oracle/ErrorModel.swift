import Arithmetic

/// The a-priori rounding-error bounds of float computations: the one place from which every accept or reject threshold
/// comes. Each bound is a theorem about a class of algorithms, a format, sizes and data; none is typed in.
public enum ErrorModel {}
