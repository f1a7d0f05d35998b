package io.weir.serialization;

import io.weir.schema.SchemaPath;
import io.weir.schema.TypeSchema;
import io.weir.schema.TypeSchema.Composite;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads objects as an earlier version of their class was written: fields find each other by name; what there was and is
 * no more is left out, what is new keeps what the constructor makes it. One thread owns it.
 *
 * @param <T> the class
 */
final class EvolvedObjects<T> implements ValueReader<T> {
    private static final int NOWHERE = -1;

    private final Composite written;
    private final boolean padded;
    private final ObjectFactory factory;
    private final TypeSerializer<T> subclasses;

    /** By the number of the field as it was written. */
    private final List<ValueReader<?>> readers = new ArrayList<>();

    private final int[] targets;
    private final boolean[] given;
    private final int size;

    /**
     * Creates it.
     *
     * @param written what was written
     * @param type what the class is now
     * @param fields the serializers of its fields
     * @param subclasses what reads objects of subclasses, or null
     * @param path where it stands
     */
    EvolvedObjects(
            Composite written,
            Class<T> type,
            List<? extends TypeSerializer<?>> fields,
            TypeSerializer<T> subclasses,
            SchemaPath path) {
        this.written = written;
        this.padded = written.fixedLength() != TypeSchema.VARIABLE_LENGTH;
        this.factory = new ObjectFactory(type);
        this.subclasses = subclasses;
        List<String> names = factory.names();
        this.size = names.size();
        this.targets = new int[written.fields().size()];
        this.given = new boolean[size];
        checkName(type, names, path);
        Map<String, Integer> numbers = new HashMap<>();
        names.forEach(name -> numbers.put(name, numbers.size()));
        for (int i = 0; i < targets.length; i++) {
            TypeSchema.Field field = written.fields().get(i);
            targets[i] = numbers.getOrDefault(field.name(), NOWHERE);
            readers.add(targets[i] == NOWHERE ? skipping(field, path) : reader(field, targets[i], fields, path));
        }
        for (int i = 0; i < size; i++) {
            if (!given[i]) {
                path.note("the field '" + names.get(i) + "' is new");
            }
        }
    }

    /** A class of another name is the same class if it has the same fields; else the old one may be another thing. */
    private void checkName(Class<T> type, List<String> names, SchemaPath path) {
        if (written.className().equals(type.getName())) {
            return;
        }
        List<String> then =
                written.fields().stream().map(TypeSchema.Field::name).sorted().toList();
        if (!then.equals(names.stream().sorted().toList())) {
            throw path.mismatch(
                    "it was written as " + written.className() + " with the fields " + String.join(", ", then)
                            + " and is now " + type.getName() + " with the fields " + String.join(", ", names),
                    "a class may get another name or other fields, but not both at once");
        }
        path.note("the class " + written.className() + " is now " + type.getName());
    }

    private static ValueReader<?> skipping(TypeSchema.Field field, SchemaPath path) {
        if (!field.type().isReadable()) {
            throw path.at(field.name())
                    .mismatch(
                            "the field is gone, but what a serializer of the program wrote cannot be skipped",
                            "keep the field");
        }
        path.note("the field '" + field.name() + "' is gone");
        return GenericReader.of(field.type());
    }

    private ValueReader<?> reader(
            TypeSchema.Field field, int target, List<? extends TypeSerializer<?>> fields, SchemaPath path) {
        given[target] = true;
        if (field.primitive() != factory.isPrimitive(target)) {
            path.note("the field '" + field.name() + "' became "
                    + (field.primitive() ? "boxed" : "a primitive, 0 for null"));
        }
        return fields.get(target).readerOf(field.type(), path.at(field.name()));
    }

    @Override
    @SuppressWarnings("unchecked") // the factory makes objects of the class
    public T read(RecordInput in) {
        int bit = 0;
        if (written.open()) {
            int first = in.take(1);
            if (in.isBitSet(first, bit++)) {
                return ofSubclass(in);
            }
            in.setPosition(first);
        }
        int mask = in.take(written.maskLength());
        Object[] values = new Object[size];
        for (int i = 0; i < targets.length; i++) {
            TypeSchema.Field field = written.fields().get(i);
            Object value = null;
            if (field.primitive() || !in.isBitSet(mask, bit++)) {
                value = readers.get(i).read(in);
            } else if (padded) {
                in.take(field.type().fixedLength());
            }
            if (targets[i] != NOWHERE) {
                values[targets[i]] = value;
            }
        }
        return (T) factory.create(values, given);
    }

    private T ofSubclass(RecordInput in) {
        if (subclasses == null) {
            throw SchemaPath.of(written.className())
                    .mismatch(
                            "objects of a subclass were written, but the class is final now", "let it have subclasses");
        }
        return subclasses.deserialize(in);
    }
}
