package io.weir.schema;

/**
 * Stands for an object that only Kryo, with the object's class, can read.
 *
 * @param className the class that the object had
 * @param length how many bytes it takes
 */
public record Opaque(String className, int length) {}
