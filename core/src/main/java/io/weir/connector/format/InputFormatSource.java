package io.weir.connector.format;

import io.weir.configuration.Configuration;
import io.weir.connector.Boundedness;
import io.weir.connector.FixedSplitEnumerator;
import io.weir.connector.LocalityAwareSplitAssigner;
import io.weir.connector.SimpleVersionedSerializer;
import io.weir.connector.Source;
import io.weir.connector.SourceReader;
import io.weir.connector.SourceReaderContext;
import io.weir.connector.SourceSize;
import io.weir.connector.SplitEnumerator;
import io.weir.connector.SplitEnumeratorContext;
import io.weir.connector.SplitListSerializer;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads with an {@link InputFormat}: an instance that is done with a split gets the next, of those that its host holds if there
 * are any. Immutable, but for the format.
 *
 * @param <T> the type of the records
 * @param <S> the type of the splits
 */
public final class InputFormatSource<T, S extends InputSplit> implements Source<T, FormatSplit, List<FormatSplit>> {
    private static final long serialVersionUID = 1L;

    private final InputFormat<T, S> format;
    private final Configuration parameters;

    /**
     * Creates it.
     *
     * @param format reads
     * @param parameters what the format is configured with
     */
    public InputFormatSource(InputFormat<T, S> format, Configuration parameters) {
        this.format = Objects.requireNonNull(format, "format is null");
        this.parameters = Objects.requireNonNull(parameters, "parameters is null");
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.BOUNDED;
    }

    @Override
    public Optional<SourceSize> estimateSize() {
        format.configure(parameters);
        return format.estimateSize();
    }

    @Override
    public SplitEnumerator<FormatSplit, List<FormatSplit>> createEnumerator(
            SplitEnumeratorContext<FormatSplit> context) {
        format.configure(parameters);
        List<FormatSplit> splits = new ArrayList<>();
        try {
            for (S split : format.createInputSplits(context.currentParallelism())) {
                splits.add(new FormatSplit(split.getSplitNumber(), 0, split.getHosts(), bytesOf(split)));
            }
        } catch (IOException e) {
            throw new WeirException(
                    ErrorCode.FILE, "The input of " + this + " cannot be divided: " + e.getMessage() + ".", e);
        }
        return restoreEnumerator(context, splits);
    }

    private static byte[] bytesOf(InputSplit split) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(split);
        }
        return bytes.toByteArray();
    }

    @Override
    public SplitEnumerator<FormatSplit, List<FormatSplit>> restoreEnumerator(
            SplitEnumeratorContext<FormatSplit> context, List<FormatSplit> state) {
        return new FixedSplitEnumerator<>(context, new LocalityAwareSplitAssigner<>(state));
    }

    @Override
    public SourceReader<T, FormatSplit> createReader(SourceReaderContext context) {
        format.configure(parameters);
        return new InputFormatReader<>(context, format);
    }

    @Override
    public SimpleVersionedSerializer<FormatSplit> getSplitSerializer() {
        return new FormatSplit.Serializer();
    }

    @Override
    public SimpleVersionedSerializer<List<FormatSplit>> getEnumeratorCheckpointSerializer() {
        return new SplitListSerializer<>(getSplitSerializer());
    }

    @Override
    public String toString() {
        return format.toString();
    }
}
