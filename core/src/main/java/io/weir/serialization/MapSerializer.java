package io.weir.serialization;

import io.weir.schema.SchemaPath;
import io.weir.schema.TypeSchema;
import io.weir.schema.TypeSchema.Holder;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Serializes maps whose keys have one type and whose values have one type. What is read is of the class that the
 * factory makes, whatever was written.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 * @param <M> the type of the map
 */
public final class MapSerializer<K, V, M extends Map<K, V>> extends TypeSerializer<M> {
    private final Class<?> type;
    private final IntFunction<M> factory;
    private final TypeSerializer<K> key;
    private final TypeSerializer<V> value;

    /**
     * Creates a serializer.
     *
     * @param type the declared class
     * @param factory makes an empty map, given how many entries it will hold
     * @param key of the keys
     * @param value of the values
     */
    public MapSerializer(Class<?> type, IntFunction<M> factory, TypeSerializer<K> key, TypeSerializer<V> value) {
        super(false, false);
        this.type = type;
        this.factory = factory;
        this.key = key;
        this.value = value;
    }

    @Override
    public void serialize(M map, RecordOutput out) {
        boolean withNulls = hasNull(map);
        Elements.writeHeader(map.size(), withNulls, out);
        for (Map.Entry<K, V> entry : map.entrySet()) {
            Elements.write(entry.getKey(), key, withNulls, out);
            Elements.write(entry.getValue(), value, withNulls, out);
        }
    }

    @Override
    public M deserialize(RecordInput in) {
        long header = in.readVarLong(true);
        boolean withNulls = Elements.withNulls(header);
        int size = Elements.size(header, key, in);
        M map = factory.apply(size);
        for (int i = 0; i < size; i++) {
            K entryKey = Elements.read(key, withNulls, in);
            map.put(entryKey, Elements.read(value, withNulls, in));
        }
        return map;
    }

    @Override
    public TypeSchema describe() {
        return new TypeSchema.Container(Holder.MAP, type.getName(), List.of(key.describe(), value.describe()));
    }

    @Override
    public ValueReader<M> readerOf(TypeSchema written, SchemaPath path) {
        if (written.equals(describe())) {
            return this::deserialize;
        }
        TypeSchema thenKey = Holders.part(written, describe(), 0, path);
        ValueReader<K> keys = key.readerOf(thenKey, path.at("key"));
        ValueReader<V> values = value.readerOf(Holders.part(written, describe(), 1, path), path.at("value"));
        int length = thenKey.fixedLength();
        return in -> {
            long header = in.readVarLong(true);
            boolean withNulls = Elements.withNulls(header);
            int size = Elements.size(header, length, in);
            M map = factory.apply(size);
            for (int i = 0; i < size; i++) {
                K entryKey = Elements.read(keys, withNulls, in);
                map.put(entryKey, Elements.read(values, withNulls, in));
            }
            return map;
        };
    }

    @Override
    public M copy(M map) {
        M copy = factory.apply(map.size());
        map.forEach((k, v) -> copy.put(Elements.copy(k, key), Elements.copy(v, value)));
        return copy;
    }

    private boolean hasNull(M map) {
        boolean keysMayLack = !key.getAcceptsNull();
        boolean valuesMayLack = !value.getAcceptsNull();
        if (!keysMayLack && !valuesMayLack) {
            return false;
        }
        for (Map.Entry<K, V> entry : map.entrySet()) {
            if (keysMayLack && entry.getKey() == null || valuesMayLack && entry.getValue() == null) {
                return true;
            }
        }
        return false;
    }
}
