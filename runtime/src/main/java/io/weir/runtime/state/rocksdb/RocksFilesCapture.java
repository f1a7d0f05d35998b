package io.weir.runtime.state.rocksdb;

import io.weir.runtime.state.BackendFile;
import io.weir.runtime.state.BytesFile;
import io.weir.serialization.RecordOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The files of a database at one moment, as links in a directory of their own. Made by the task's thread; then one thread
 * at a time owns it.
 *
 * @param <K> the type of the keys
 */
final class RocksFilesCapture<K> extends CapturedBackend<K> {
    private final Path directory;

    /** States that are not kept as files; null if there are none. */
    private final RocksCapture<K> whole;

    RocksFilesCapture(RocksKeyedStateBackend<K> backend) {
        super(backend);
        RocksStore store = backend.store();
        this.directory = store.directory().resolveSibling(UUID.randomUUID().toString());
        store.copyTo(directory);
        List<RocksColumn> named = backend.columns().stream()
                .filter(column -> backend.numbers().isNamed(column.id()))
                .toList();
        this.whole = named.isEmpty() ? null : new RocksCapture<>(backend, named);
        for (RocksColumn column : backend.columns()) {
            int place = named.indexOf(column);
            columns.add(
                    column,
                    place < 0 ? CapturedColumns.Section.ELSEWHERE : (group, out) -> whole.write(place, group, out),
                    backend);
        }
        columns.addOthers(backend);
        byte[] numbers = backend.numbers().toBytes();
        files.add(new BytesFile(store.identity() + "/" + ColumnNumbers.FILE, numbers));
        addFiles(store.identity());
    }

    private void addFiles(String identity) {
        try (Stream<Path> all = Files.list(directory)) {
            all.filter(RocksFilesCapture::isNeeded)
                    .sorted()
                    .forEach(file -> files.add(new Linked(identity + "/" + file.getFileName(), file)));
        } catch (IOException | UncheckedIOException e) {
            close();
            throw new UncheckedIOException(e instanceof IOException io ? io : ((UncheckedIOException) e).getCause());
        }
    }

    /** What was written is in tables before the capture, and options are those of the program. */
    private static boolean isNeeded(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".sst") || name.startsWith("MANIFEST") || name.equals("CURRENT");
    }

    @Override
    public void write(int column, int group, RecordOutput out) {
        columns.write(column, group, out);
    }

    @Override
    public void close() {
        LocalDirectories.delete(directory);
        columns.close();
        if (whole != null) {
            whole.close();
        }
    }

    /** A file of the database. Tables never change, and their numbers are never used again. */
    private record Linked(String name, Path path) implements BackendFile {
        @Override
        public boolean isShared() {
            return name.endsWith(".sst");
        }

        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(path);
        }
    }
}
