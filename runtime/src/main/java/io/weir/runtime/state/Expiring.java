package io.weir.runtime.state;

/**
 * What is kept of a value that ends when it is not used.
 *
 * @param value the value; null only in maps
 * @param lastUse when it was last used, in milliseconds since 1970-01-01T00:00Z
 */
public record Expiring(Object value, long lastUse) {}
