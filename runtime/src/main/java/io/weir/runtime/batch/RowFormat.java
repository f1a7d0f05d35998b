package io.weir.runtime.batch;

import io.weir.plan.FieldKeys;
import io.weir.plan.Keying;
import io.weir.serialization.RecordInput;
import io.weir.serialization.RecordOutput;
import io.weir.serialization.TypeSerializer;
import io.weir.tuple.Tuple;
import io.weir.types.FieldsType;
import io.weir.types.TupleType;
import io.weir.types.TypeInformation;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How records become rows that all have the same length: those fields of the key that differ in length, such as texts, are not
 * written; when a row is read they are those of the key that is kept beside it. One thread owns it.
 *
 * @param <T> the type of the records
 */
final class RowFormat<T> {
    private final TypeSerializer<T> serializer;

    /** The key of the row that is written or read. */
    private Object key;

    /** Whether the record that was written has another key. */
    private boolean keyChanged;

    private RowFormat(Keying<T, ?> keying, TypeInformation<T> type, TypeSerializer<T> serializer) {
        this.serializer =
                serializer.fixedLength() == TypeSerializer.VARIABLE_LENGTH && type instanceof FieldsType<T> fields
                        ? fields.createSerializer(keyFields(keying, fields))
                        : serializer;
    }

    /**
     * Returns how records become rows; nothing if they would differ in length.
     *
     * @param keying how their keys are found
     * @param type what they are
     * @param serializer writes all of a record
     */
    static <T> Optional<RowFormat<T>> of(Keying<T, ?> keying, TypeInformation<T> type, TypeSerializer<T> serializer) {
        RowFormat<T> format = new RowFormat<>(keying, type, serializer);
        return format.length() == TypeSerializer.VARIABLE_LENGTH ? Optional.empty() : Optional.of(format);
    }

    /** Returns what stands for the fields that are not written, by their positions in the record. */
    private Map<Integer, KeyField> keyFields(Keying<T, ?> keying, FieldsType<T> type) {
        Map<Integer, KeyField> keyFields = new HashMap<>();
        List<String> names = FieldKeys.names(keying.selector()).orElse(List.of());
        boolean composite = keying.keyType() instanceof TupleType;
        for (int i = 0; i < names.size(); i++) {
            int position = type.fieldNames().indexOf(names.get(i)); // -1 for fields of fields
            if (position >= 0) {
                TypeSerializer<?> field = type.fieldType(position).createSerializer();
                if (field.isImmutable() && field.fixedLength() == TypeSerializer.VARIABLE_LENGTH) {
                    keyFields.put(position, new KeyField(composite ? i : KeyField.WHOLE));
                }
            }
        }
        return keyFields;
    }

    /** A field of the key, which is not written. */
    private final class KeyField extends TypeSerializer<Object> {
        /** In place of a position, where the key is no tuple but the field. */
        static final int WHOLE = -1;

        private final int position;

        KeyField(int position) {
            super(false, true);
            this.position = position;
        }

        private Object get() {
            return position == WHOLE ? key : ((Tuple) key).getField(position);
        }

        @Override
        public void serialize(Object value, RecordOutput out) {
            Object ofKey = get();
            keyChanged |= value != ofKey && !value.equals(ofKey);
        }

        @Override
        public Object deserialize(RecordInput in) {
            return get();
        }

        @Override
        public Object copy(Object value) {
            return value;
        }

        @Override
        public int fixedLength() {
            return 0;
        }
    }

    /** Returns how many bytes a row takes. */
    int length() {
        return serializer.fixedLength();
    }

    /**
     * Reads a row.
     *
     * @param rowKey its key; not needed if no part of it is left out
     */
    T read(RecordInput in, Object rowKey) {
        key = rowKey;
        return serializer.deserialize(in);
    }

    /**
     * Writes a row.
     *
     * @param rowKey its key; not needed if no part of it is left out
     * @return whether the row stands for the record; it does not if the record has another key
     */
    boolean write(T value, Object rowKey, RecordOutput out) {
        key = rowKey;
        keyChanged = false;
        int begin = out.position();
        serializer.serialize(value, out);
        if (out.position() - begin != length()) {
            throw new WeirException(
                    ErrorCode.SERIALIZATION,
                    "The serializer of " + value.getClass().getName() + " has written " + (out.position() - begin)
                            + " bytes, but says that it always writes " + length() + ".");
        }
        return !keyChanged;
    }
}
