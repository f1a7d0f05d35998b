package io.weir.runtime.batch;

import io.weir.runtime.operators.OperatorContext;
import io.weir.serialization.TypeSerializer;
import io.weir.types.TypeInformation;
import java.nio.file.Path;
import java.util.UUID;

/**
 * How an operator keeps records outside the heap.
 *
 * @param serializer writes and reads the records; one is used by one thread
 * @param directory where files are written; need not be there
 * @param classLoader knows the classes of records whose type is not known
 * @param <T> the type of the records
 */
public record RecordFormat<T>(TypeSerializer<T> serializer, Path directory, ClassLoader classLoader) {
    public static <T> RecordFormat<T> of(OperatorContext context, TypeInformation<T> type) {
        return new RecordFormat<>(
                type.createSerializer(),
                context.managedMemory().directory(),
                context.runtimeContext().getUserCodeClassLoader());
    }

    /** Begins a file of records. */
    SpillFile.Writer newFile() {
        return new SpillFile.Writer(directory.resolve("records-" + UUID.randomUUID()));
    }

    /** Opens a file of records. */
    RecordSource<T> open(SpillFile file) {
        return file.open(serializer, classLoader);
    }

    /** Appends a record to a file. */
    void write(T value, SpillFile.Writer writer) {
        serializer.serialize(value, writer.next());
        writer.written();
    }
}
