package io.weir.runtime.protocol;

/**
 * Names a TaskManager process; on YARN it is the id of the container.
 *
 * @param value the name
 */
public record TaskManagerId(String value) {
    @Override
    public String toString() {
        return value;
    }
}
