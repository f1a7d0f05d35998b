package io.weir.runtime.checkpoint;

import java.util.List;

/**
 * What the enumerator of a source had kept at a checkpoint.
 *
 * @param operatorId what it is found by: the id of the source, which is that of its vertex
 * @param name the name people see
 * @param version the version of the serializer that wrote it
 * @param bytes what that serializer wrote
 * @param given splits that the enumerator does not know to be given, although readers have them: a leader that was lost
 *     since gave them
 * @param givenVersion the version of the serializer that wrote these
 */
public record EnumeratorState(
        String operatorId, String name, int version, byte[] bytes, List<byte[]> given, int givenVersion) {
    /** Takes a copy of the list. */
    public EnumeratorState {
        given = List.copyOf(given);
    }

    /** Makes one of an enumerator that knows of all splits that were given. */
    public EnumeratorState(String operatorId, String name, int version, byte[] bytes) {
        this(operatorId, name, version, bytes, List.of(), 0);
    }
}
