package io.weir.serialization;

import io.weir.schema.SchemaPath;
import io.weir.schema.TypeSchema;
import io.weir.schema.TypeSchema.Holder;
import java.util.List;
import java.util.Optional;

/**
 * Serializes an optional value: one byte that says whether it is there, then the value.
 *
 * @param <T> the type of the value
 */
public final class OptionalSerializer<T> extends TypeSerializer<Optional<T>> {
    private final TypeSerializer<T> value;

    /**
     * Creates a serializer.
     *
     * @param value of the value
     */
    public OptionalSerializer(TypeSerializer<T> value) {
        super(false, value.isImmutable());
        this.value = value;
    }

    @Override
    public void serialize(Optional<T> optional, RecordOutput out) {
        out.writeBoolean(optional.isPresent());
        if (optional.isPresent()) {
            value.serialize(optional.get(), out);
        }
    }

    @Override
    public Optional<T> deserialize(RecordInput in) {
        return in.readBoolean() ? Optional.of(value.deserialize(in)) : Optional.empty();
    }

    @Override
    public TypeSchema describe() {
        return new TypeSchema.Container(Holder.OPTIONAL, Optional.class.getName(), List.of(value.describe()));
    }

    @Override
    public ValueReader<Optional<T>> readerOf(TypeSchema written, SchemaPath path) {
        if (written.equals(describe())) {
            return this::deserialize;
        }
        ValueReader<T> reader = value.readerOf(Holders.part(written, describe(), 0, path), path.at("value"));
        return in -> in.readBoolean() ? Optional.of(reader.read(in)) : Optional.empty();
    }

    @Override
    public Optional<T> copy(Optional<T> optional) {
        return isImmutable() ? optional : optional.map(value::copy);
    }
}
