package io.weir.serialization;

import java.util.Collection;
import java.util.function.IntFunction;

/**
 * Serializes collections whose elements have one type. What is read is of the class that the factory makes, whatever
 * was written.
 *
 * @param <E> the type of the elements
 * @param <C> the type of the collection
 */
public final class CollectionSerializer<E, C extends Collection<E>> extends TypeSerializer<C> {
    private final IntFunction<C> factory;
    private final TypeSerializer<E> element;

    /**
     * Creates a serializer.
     *
     * @param factory makes an empty collection, given how many elements it will hold
     * @param element of the elements
     */
    public CollectionSerializer(IntFunction<C> factory, TypeSerializer<E> element) {
        super(false, false);
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
