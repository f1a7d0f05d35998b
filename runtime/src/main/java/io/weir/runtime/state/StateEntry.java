package io.weir.runtime.state;

/**
 * Something that was kept, as it can be read without the program's classes; see {@code GenericReader}.
 *
 * @param key the key; null in states that do not belong to keys
 * @param namespace the namespace, such as a window, or null
 * @param value the value; of parts, such as timers, what is kept beside key and namespace
 */
public record StateEntry(Object key, Object namespace, Object value) {}
