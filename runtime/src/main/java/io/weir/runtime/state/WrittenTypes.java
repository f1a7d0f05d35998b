package io.weir.runtime.state;

import io.weir.schema.SchemaPath;
import io.weir.schema.TypeSchema;
import io.weir.schema.TypeSchema.Composite;
import io.weir.schema.TypeSchema.Container;
import io.weir.schema.TypeSchema.Field;
import io.weir.serialization.CompactLong;
import io.weir.serialization.TypeSerializer;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives serializers that read what a state was written as, where its classes may be others now. The task's thread owns
 * it.
 */
public final class WrittenTypes {
    private final StateSchema schema;
    private final boolean compact;
    private final List<String> changes = new ArrayList<>();

    /**
     * Creates it.
     *
     * @param schema how the state was written, or null if that is not known: then as it would be now
     */
    WrittenTypes(StateSchema schema) {
        this(schema, false);
    }

    private WrittenTypes(StateSchema schema, boolean compact) {
        this.schema = schema;
        this.compact = compact;
    }

    /** Returns what reads that was written as it would be now. */
    public static WrittenTypes asToday() {
        return new WrittenTypes(null);
    }

    /** Returns what writes numbers in few bytes; {@link StateSchema#compact} describes it. */
    static WrittenTypes compact() {
        return new WrittenTypes(null, true);
    }

    /** Returns what differs from how it would be written now, as far as serializers were asked for. */
    public List<String> changes() {
        return List.copyOf(changes);
    }

    /**
     * Returns what reads keys. They decide which instance has their state, so that they must be what they were but for
     * the name of their class.
     *
     * @param current the serializer of today's keys
     * @param <K> the type of the keys
     * @return the serializer
     */
    public <K> TypeSerializer<K> keys(TypeSerializer<K> current) {
        if (schema == null || schema.key() == null) {
            return reading(current, null, null);
        }
        TypeSchema now = current.describe();
        SchemaPath path = SchemaPath.of("key");
        if (!withoutNames(schema.key()).equals(withoutNames(now))) {
            throw path.mismatch(
                    "the keys were of type " + text(schema.key(), now) + " and are now of type "
                            + text(now, schema.key()),
                    "keys decide where state is kept, so that their type must stay; keep it, or give the operator"
                            + " another uid");
        }
        return reading(current, schema.key(), path);
    }

    /**
     * Returns what reads namespaces.
     *
     * @param current the serializer of today's namespaces
     * @param <N> the type of the namespaces
     * @return the serializer
     */
    public <N> TypeSerializer<N> namespaces(TypeSerializer<N> current) {
        return reading(current, schema == null ? null : schema.namespace(), SchemaPath.of("namespace"));
    }

    /**
     * Returns what reads the keys of maps.
     *
     * @param current the serializer of today's keys
     * @param <M> the type of the keys
     * @return the serializer
     */
    public <M> TypeSerializer<M> mapKeys(TypeSerializer<M> current) {
        return reading(current, schema == null ? null : schema.mapKey(), SchemaPath.of("map key"));
    }

    /**
     * Returns what reads values.
     *
     * @param current the serializer of today's values
     * @param <V> the type of the values
     * @return the serializer
     */
    public <V> TypeSerializer<V> values(TypeSerializer<V> current) {
        return reading(current, schema == null ? null : schema.value(), SchemaPath.of("value"));
    }

    private <T> TypeSerializer<T> reading(TypeSerializer<T> current, TypeSchema written, SchemaPath path) {
        if (written == null) {
            return compact ? CompactLong.insteadOf(current) : current;
        }
        TypeSerializer<T> serializer = current.reading(written, path);
        changes.addAll(path.changes());
        return serializer;
    }

    private static String text(TypeSchema schema, TypeSchema other) {
        return schema.text().equals(other.text()) ? schema.toString() : schema.text();
    }

    /** Leaves out what does not change the values: names of classes, whether there may be subclasses, lengths of numbers. */
    private static TypeSchema withoutNames(TypeSchema schema) {
        if (schema instanceof Composite composite) {
            List<Field> fields = composite.fields().stream()
                    .map(field -> new Field(field.name(), field.primitive(), withoutNames(field.type())))
                    .toList();
            return new Composite("", composite.form(), false, fields);
        }
        if (schema instanceof Container container) {
            List<TypeSchema> parts =
                    container.parts().stream().map(WrittenTypes::withoutNames).toList();
            return new Container(container.holder(), "", parts);
        }
        return schema instanceof TypeSchema.CompactLong ? new TypeSchema.Basic(Long.class.getName()) : schema;
    }
}
