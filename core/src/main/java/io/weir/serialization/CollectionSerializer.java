package io.weir.serialization;

import io.weir.schema.SchemaPath;
import io.weir.schema.TypeSchema;
import io.weir.schema.TypeSchema.Holder;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * Serializes collections whose elements have one type. What is read is of the class that the factory makes, whatever
 * was written.
 *
 * @param <E> the type of the elements
 * @param <C> the type of the collection
 */
public final class CollectionSerializer<E, C extends Collection<E>> extends TypeSerializer<C> {
    private final Class<?> type;
    private final IntFunction<C> factory;
    private final TypeSerializer<E> element;

    /**
     * Creates a serializer.
     *
     * @param type the declared class
     * @param factory makes an empty collection, given how many elements it will hold
     * @param element of the elements
     */
    public CollectionSerializer(Class<?> type, IntFunction<C> factory, TypeSerializer<E> element) {
        super(false, false);
        this.type = type;
        this.factory = factory;
        this.element = element;
    }

    @Override
    public void serialize(C collection, RecordOutput out) {
        boolean withNulls = !element.getAcceptsNull() && hasNull(collection);
        Elements.writeHeader(collection.size(), withNulls, out);
        for (E value : collection) {
            Elements.write(value, element, withNulls, out);
        }
    }

    @Override
    public C deserialize(RecordInput in) {
        long header = in.readVarLong(true);
        boolean withNulls = Elements.withNulls(header);
        int size = Elements.size(header, element, in);
        C collection = factory.apply(size);
        for (int i = 0; i < size; i++) {
            collection.add(Elements.read(element, withNulls, in));
        }
        return collection;
    }

    @Override
    public TypeSchema describe() {
        Holder holder = Set.class.isAssignableFrom(type)
                ? Holder.SET
                : List.class.isAssignableFrom(type) ? Holder.LIST : Holder.DEQUE;
        return new TypeSchema.Container(holder, type.getName(), List.of(element.describe()));
    }

    @Override
    public ValueReader<C> readerOf(TypeSchema written, SchemaPath path) {
        if (written.equals(describe())) {
            return this::deserialize;
        }
        TypeSchema then = Holders.part(written, describe(), 0, path);
        ValueReader<E> reader = element.readerOf(then, path.at("element"));
        int length = then.fixedLength();
        return in -> {
            long header = in.readVarLong(true);
            boolean withNulls = Elements.withNulls(header);
            int size = Elements.size(header, length, in);
            C collection = factory.apply(size);
            for (int i = 0; i < size; i++) {
                collection.add(Elements.read(reader, withNulls, in));
            }
            return collection;
        };
    }

    @Override
    public C copy(C collection) {
        C copy = factory.apply(collection.size());
        for (E value : collection) {
            copy.add(Elements.copy(value, element));
        }
        return copy;
    }

    private boolean hasNull(C collection) {
        // not contains(null), which some collections answer with an exception
        for (E value : collection) {
            if (value == null) {
                return true;
            }
        }
        return false;
    }
}
