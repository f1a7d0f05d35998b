package io.weir.functions;

/** What {@link RichFunction#open} is told beyond its runtime context. */
public interface OpenContext {}
