package io.weir.runtime.state;

import io.weir.runtime.state.rocksdb.RocksResources;
import io.weir.runtime.state.rocksdb.RocksStateBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** State ends in RocksDB as it does on the heap. */
class RocksExpiringStatePropertiesTest extends ExpiringStatePropertiesTest {
    private static RocksResources resources;

    @BeforeContainer
    static void reserve() {
        resources = new RocksResources(new RocksResources.Settings(16 << 20, 0.5, 0.1));
    }

    @AfterContainer
    static void release() {
        resources.close();
    }

    @Override
    StateBackend backend() {
        try {
            return new RocksStateBackend(resources, Files.createTempDirectory("rocks-state"), false);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    @Property(tries = 60)
    void nothingEndedIsSeen(
            @ForAll("steps") List<Step> steps, @ForAll boolean readingCounts, @ForAll boolean cleanedUp) {
        super.nothingEndedIsSeen(steps, readingCounts, cleanedUp);
    }
}
