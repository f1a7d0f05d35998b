package io.weir.runtime.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.execution.JobId;
import io.weir.runtime.protocol.BlobKey;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobStoreTest {
    @TempDir
    Path temporary;

    private Instant now = Instant.EPOCH;
    private Path directory;
    private BlobStore store;

    @BeforeEach
    void create() {
        directory = temporary.resolve("blobs");
        store = new BlobStore(directory, Runnable::run, new Clock() {
            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        });
    }

    private byte[] content(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private BlobKey key(byte[] content) {
        try {
            return Blobs.keyOf(Files.write(temporary.resolve("some.jar"), content));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void upload(BlobKey key, byte[] content, int part) {
        int offset = 0;
        do {
            int end = Math.min(content.length, offset + part);
            store.append(key, offset, Arrays.copyOfRange(content, offset, end)).join();
            offset = end;
        } while (offset < content.length);
    }

    private List<Path> files() throws IOException {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (var paths = Files.list(directory)) {
            return paths.toList();
        }
    }

    @Test
    void storesAFileThatComesInParts() throws IOException {
        byte[] content = content(10_000);
        BlobKey key = key(content);
        assertThat(store.missing(List.of(key))).containsExactly(key);
        upload(key, content, 999);
        assertThat(store.missing(List.of(key))).isEmpty();
        assertThat(store.read(key, 9_990, 100).join()).isEqualTo(Arrays.copyOfRange(content, 9_990, 10_000));
        Path path = store.retain(JobId.random(), List.of(key)).get(0);
        assertThat(Files.readAllBytes(path)).isEqualTo(content);
    }

    @Test
    void storesAnEmptyFile() {
        BlobKey key = key(new byte[0]);
        upload(key, new byte[0], 10);
        assertThat(store.missing(List.of(key))).isEmpty();
        assertThat(store.read(key, 0, 100).join()).isEmpty();
    }

    @Test
    void twoUploadsOfTheSameFileDoNotDisturbEachOther() {
        byte[] content = content(100);
        BlobKey key = key(content);
        store.append(key, 0, Arrays.copyOf(content, 60)).join();
        store.append(key, 0, Arrays.copyOf(content, 60)).join();
        upload(key, content, 60);
        store.append(key, 60, Arrays.copyOfRange(content, 60, 100)).join();
        assertThat(store.missing(List.of(key))).isEmpty();
    }

    @Test
    void refusesContentThatIsNotWhatTheKeySays() throws IOException {
        byte[] content = content(100);
        BlobKey key = key(content);
        byte[] wrong = content.clone();
        wrong[50]++;
        assertThatThrownBy(() -> upload(key, wrong, 30))
                .isInstanceOf(CompletionException.class)
                .hasRootCauseInstanceOf(WeirException.class)
                .hasStackTraceContaining("some.jar");
        assertThat(store.missing(List.of(key))).containsExactly(key);
        assertThat(files()).isEmpty();
        upload(key, content, 30);
        assertThat(store.missing(List.of(key))).isEmpty();
    }

    @Test
    void refusesAGapAndTooManyBytes() {
        BlobKey key = key(content(100));
        assertThatThrownBy(() -> store.append(key, 1, new byte[10]).join()).hasMessageContaining("does not follow");
        assertThatThrownBy(() -> store.append(key, 0, new byte[101]).join()).hasMessageContaining("does not follow");
    }

    @Test
    void keepsAFileWhileAJobUsesIt() throws IOException {
        byte[] content = content(100);
        BlobKey key = key(content);
        upload(key, content, 100);
        JobId first = JobId.random();
        JobId second = JobId.random();
        store.retain(first, List.of(key));
        store.retain(second, List.of(key));
        now = now.plus(Duration.ofDays(1));
        store.release(first);
        assertThat(files()).hasSize(1);
        store.release(second);
        assertThat(files()).isEmpty();
        assertThat(store.size()).isZero();
        assertThatThrownBy(() -> store.retain(first, List.of(key)))
                .isInstanceOfSatisfying(WeirException.class, failure -> assertThat(failure.code())
                        .isEqualTo(ErrorCode.NOT_FOUND));
    }

    @Test
    void deletesWhatNobodyCameFor() {
        byte[] content = content(100);
        BlobKey key = key(content);
        upload(key, content, 100);
        now = now.plus(BlobStore.GRACE);
        assertThat(store.missing(List.of(key))).isEmpty();
        now = now.plus(BlobStore.GRACE);
        assertThat(store.missing(List.of(key))).isEmpty();
        now = now.plus(BlobStore.GRACE).plusMillis(1);
        assertThat(store.missing(List.of(key))).containsExactly(key);
        assertThat(store.size()).isZero();
    }

    @Test
    void closingDeletesTheDirectory() {
        byte[] content = content(100);
        upload(key(content), content, 70);
        store.close();
        assertThat(directory).doesNotExist();
    }

    @Test
    void aKeyCannotLeaveTheDirectory() {
        assertThatThrownBy(() -> new BlobKey("../../etc/passwd", "x", 1)).hasMessageContaining("64 hexadecimal");
    }

    @Test
    void aCacheDownloadsEachFileOnceAndDeletesItWithTheLastJob() throws IOException {
        byte[] content = content(Blobs.CHUNK + 100);
        BlobKey key = key(content);
        upload(key, content, Blobs.CHUNK);
        AtomicInteger reads = new AtomicInteger();
        Path cached = temporary.resolve("cache");
        BlobCache cache = new BlobCache(cached, Runnable::run);
        JobId first = JobId.random();
        JobId second = JobId.random();
        CompletableFuture<Void> gate = new CompletableFuture<>();
        BlobCache.Source source = (asked, offset, length) -> {
            reads.incrementAndGet();
            return gate.thenCompose(open -> store.read(asked, offset, length));
        };
        CompletableFuture<List<Path>> one = cache.fetch(first, List.of(key, key), source);
        CompletableFuture<List<Path>> two = cache.fetch(second, List.of(key), source);
        gate.complete(null);
        assertThat(one.join().get(0)).isEqualTo(two.join().get(0)).hasBinaryContent(content);
        assertThat(reads).hasValue(2);
        cache.release(first);
        assertThat(two.join().get(0)).exists();
        cache.release(second);
        assertThat(two.join().get(0)).doesNotExist();
        assertThat(cache.size()).isZero();
        cache.close();
        assertThat(cached).doesNotExist();
    }

    @Test
    void aFailedDownloadIsTriedAgain() {
        byte[] content = content(100);
        BlobKey key = key(content);
        upload(key, content, 100);
        BlobCache cache = new BlobCache(temporary.resolve("cache"), Runnable::run);
        JobId job = JobId.random();
        CompletableFuture<List<Path>> failed = cache.fetch(
                job,
                List.of(key),
                (asked, offset, length) -> CompletableFuture.failedFuture(new IOException("broken")));
        assertThat(failed).isCompletedExceptionally();
        assertThat(cache.fetch(job, List.of(key), store::read).join().get(0)).hasBinaryContent(content);
    }
}
