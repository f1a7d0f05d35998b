package io.weir.functions;

/**
 * Makes of the records of a broadcast set what a function works with, such as a map.
 *
 * @param <T> the type of the records
 * @param <O> what is made of them
 */
@FunctionalInterface
public interface BroadcastVariableInitializer<T, O> {
    /**
     * Takes the records.
     *
     * @param data all records of the set
     * @return what is made of them
     */
    O initializeBroadcastVariable(Iterable<T> data);
}
