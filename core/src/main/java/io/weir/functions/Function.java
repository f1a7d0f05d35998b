package io.weir.functions;

import java.io.Serializable;

/** The base of all user functions. Functions travel to the cluster as serialized objects. */
public interface Function extends Serializable {}
