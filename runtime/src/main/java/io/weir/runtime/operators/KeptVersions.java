package io.weir.runtime.operators;

import io.weir.connector.SimpleVersionedSerializer;
import io.weir.connector.Source;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;

/** Reads what sources and sinks kept with serializers of their own. Stateless. */
public final class KeptVersions {
    private KeptVersions() {}

    /**
     * Reads what the enumerator of a source had kept.
     *
     * @param source the source
     * @param name its name
     * @param version the version of the serializer that wrote it
     * @param bytes what it wrote
     * @param <C> the type of what enumerators keep
     * @return what it had kept
     */
    public static <C> C readEnumerator(Source<?, ?, C> source, String name, int version, byte[] bytes) {
        String what = "What the source '" + name + "' had kept of its splits";
        return read(source.getEnumeratorCheckpointSerializer(), version, bytes, what);
    }

    /**
     * Reads an object.
     *
     * @param serializer today's serializer
     * @param version the version of the one that wrote it
     * @param bytes what it wrote
     * @param what whose it is and what it is, as the beginning of a sentence
     * @param <T> the type of the object
     * @return the object
     * @throws WeirException if the serializer cannot read it; another attempt would not help
     */
    public static <T> T read(SimpleVersionedSerializer<T> serializer, int version, byte[] bytes, String what) {
        try {
            return serializer.deserialize(version, bytes);
        } catch (IOException | RuntimeException e) {
            throw new WeirException(
                    ErrorCode.STATE_INCOMPATIBLE,
                    what + " (version " + version + ") cannot be read: " + e + ". Mend: let "
                            + serializer.getClass().getName() + " read that version.",
                    e);
        }
    }
}
