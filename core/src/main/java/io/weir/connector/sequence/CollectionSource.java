package io.weir.connector.sequence;

import io.weir.connector.Boundedness;
import io.weir.connector.FixedSplitEnumerator;
import io.weir.connector.SequentialSplitReader;
import io.weir.connector.SimpleVersionedSerializer;
import io.weir.connector.Source;
import io.weir.connector.SourceOutput;
import io.weir.connector.SourceReader;
import io.weir.connector.SourceReaderContext;
import io.weir.connector.SourceSize;
import io.weir.connector.SplitEnumerator;
import io.weir.connector.SplitEnumeratorContext;
import io.weir.connector.SplitListSerializer;
import io.weir.serialization.RecordInput;
import io.weir.serialization.RecordOutput;
import io.weir.serialization.TypeSerializer;
import io.weir.types.TypeInformation;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Emits the elements of a collection in their order. They are serialized when the source is created, so that the plan
 * holds them as they were then; the program may change the collection later. One reader gets them all. Immutable.
 *
 * @param <T> the type of the elements
 */
public final class CollectionSource<T> implements Source<T, CollectionSplit, List<CollectionSplit>> {
    private static final long serialVersionUID = 1L;

    private final TypeInformation<T> type;
    private final int size;
    private final byte[] elements;

    /**
     * Creates a source.
     *
     * @param elements the elements, none of them null
     * @param type their type
     * @throws WeirException if an element is null or cannot be written in its type
     */
    public CollectionSource(Collection<? extends T> elements, TypeInformation<T> type) {
        this.type = Objects.requireNonNull(type, "type is null");
        this.size = elements.size();
        this.elements = write(elements, type);
    }

    private static <T> byte[] write(Collection<? extends T> elements, TypeInformation<T> type) {
        TypeSerializer<T> serializer = type.createSerializer();
        RecordOutput out = new RecordOutput(1024);
        int index = 0;
        for (T element : elements) {
            if (element == null) {
                throw new WeirException(
                        ErrorCode.INVALID_PROGRAM,
                        "Element " + index + " of the collection is null; a source cannot emit null.");
            }
            try {
                serializer.serialize(element, out);
            } catch (RuntimeException e) {
                throw new WeirException(
                        ErrorCode.INVALID_PROGRAM,
                        "Element " + index + " of the collection, a "
                                + element.getClass().getName() + ", cannot be written as " + type + ": "
                                + e.getMessage(),
                        e);
            }
            index++;
        }
        return out.toBytes();
    }

    /** Returns how many elements it emits. */
    public int size() {
        return size;
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.BOUNDED;
    }

    @Override
    public Optional<SourceSize> estimateSize() {
        return Optional.of(new SourceSize(size, elements.length));
    }

    @Override
    public SplitEnumerator<CollectionSplit, List<CollectionSplit>> createEnumerator(
            SplitEnumeratorContext<CollectionSplit> context) {
        return new FixedSplitEnumerator<>(context, List.of(new CollectionSplit(0)));
    }

    @Override
    public SplitEnumerator<CollectionSplit, List<CollectionSplit>> restoreEnumerator(
            SplitEnumeratorContext<CollectionSplit> context, List<CollectionSplit> state) {
        return new FixedSplitEnumerator<>(context, state);
    }

    @Override
    public SourceReader<T, CollectionSplit> createReader(SourceReaderContext context) {
        return new Reader<>(context, this);
    }

    @Override
    public SimpleVersionedSerializer<CollectionSplit> getSplitSerializer() {
        return new CollectionSplit.Serializer();
    }

    @Override
    public SimpleVersionedSerializer<List<CollectionSplit>> getEnumeratorCheckpointSerializer() {
        return new SplitListSerializer<>(getSplitSerializer());
    }

    @Override
    public String toString() {
        return "Collection of " + size;
    }

    /** Reads the elements back. The task's thread owns it. */
    private static final class Reader<T> extends SequentialSplitReader<T, CollectionSplit> {
        private static final int BLOCK = 128;

        private final CollectionSource<T> source;
        private final TypeSerializer<T> serializer;
        private final ClassLoader classLoader;
        private RecordInput in;
        private int position;

        Reader(SourceReaderContext context, CollectionSource<T> source) {
            super(context);
            this.source = source;
            this.serializer = source.type.createSerializer();
            this.classLoader = context.getUserCodeClassLoader();
        }

        @Override
        protected void openSplit(CollectionSplit split) {
            in = new RecordInput(classLoader);
            in.setBuffer(source.elements);
            // Elements have no index; those before the position are read and dropped, which also rebuilds the
            // dictionary of class names.
            for (position = 0; position < split.position(); position++) {
                serializer.deserialize(in);
            }
        }

        @Override
        protected boolean readBlock(SourceOutput<T> output) {
            int end = Math.min(position + BLOCK, source.size);
            while (position < end) {
                T element = serializer.deserialize(in);
                position++;
                output.collect(element);
            }
            return position < source.size;
        }

        @Override
        protected String position() {
            return "element " + (position - 1);
        }

        @Override
        protected CollectionSplit remainder(CollectionSplit split) {
            return new CollectionSplit(position);
        }

        @Override
        protected void closeSplit() {
            // Nothing is open.
        }
    }
}
