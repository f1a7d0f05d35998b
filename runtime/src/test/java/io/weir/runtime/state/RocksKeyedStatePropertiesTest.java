package io.weir.runtime.state;

import io.weir.runtime.state.rocksdb.RocksResources;
import io.weir.runtime.state.rocksdb.RocksStateBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** What holds for keyed state on the heap holds for that in RocksDB. */
class RocksKeyedStatePropertiesTest extends KeyedStatePropertiesTest {
    private static RocksResources resources;
    private static Path directory;

    @BeforeContainer
    static void reserve() throws IOException {
        resources = new RocksResources(new RocksResources.Settings(16 << 20, 0.5, 0.1));
        directory = Files.createTempDirectory("rocks-state");
    }

    @AfterContainer
    static void release() throws IOException {
        resources.close();
        Files.delete(directory); // every database has deleted its own
    }

    /** Returns whether files are kept instead of rows, where that is possible. */
    boolean isIncremental() {
        return false;
    }

    @Override
    StateBackend backend() {
        return new RocksStateBackend(resources, directory, isIncremental());
    }

    @Override
    @Property(tries = 40)
    void longKeys(@ForAll("steps") List<Step> steps) throws Exception {
        super.longKeys(steps);
    }

    @Override
    @Property(tries = 20)
    void intKeys(@ForAll("steps") List<Step> steps) throws Exception {
        super.intKeys(steps);
    }

    @Override
    @Property(tries = 30)
    void stringKeys(@ForAll("steps") List<Step> steps) throws Exception {
        super.stringKeys(steps);
    }

    @Override
    @Property(tries = 20)
    void tupleKeys(@ForAll("steps") List<Step> steps) throws Exception {
        super.tupleKeys(steps);
    }
}
