package io.weir.runtime.state.rocksdb;

import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.StringAppendOperator;
import org.rocksdb.WriteBufferManager;

/**
 * What the databases of a slot share: a cache of blocks that also accounts for what was written and is not in a file yet,
 * so that all of them together take no more memory than was asked for. Any thread. Life: longer than that of the
 * databases.
 */
public final class RocksResources implements AutoCloseable {
    static {
        RocksDB.loadLibrary();
    }

    /** How much of what was read a database keeps that has a size of its own. */
    private static final long OWN_CACHE = 32L << 20;

    /** How much a database writes to memory at most before it begins another buffer. */
    private static final long LARGEST_BUFFER = 64L << 20;

    /** What part of the memory is for rows that were read or written last. */
    private static final int ROWS_SHARE = 4;

    /** How much is for rows where databases have a size of their own. */
    private static final int OWN_ROWS = 8 << 20;

    private static final int MOST_ROWS = 1 << 30;

    private final Settings settings;
    private final RowCache rows;
    private final Cache cache;

    /** Null where each database has a size of its own. */
    private final WriteBufferManager writeBuffers;

    private final BloomFilter filter = new BloomFilter(10);
    private final StringAppendOperator append = new StringAppendOperator("");

    /**
     * How memory is used.
     *
     * @param bytes how much the databases take together; 0 if each has a size of its own
     * @param writeBufferRatio how much of it is for what was written
     * @param highPriorityRatio how much of it is for indexes and filters
     */
    public record Settings(long bytes, double writeBufferRatio, double highPriorityRatio) {}

    /**
     * Reserves the memory.
     *
     * @param settings how it is used
     */
    public RocksResources(Settings settings) {
        this.settings = settings;
        boolean bounded = settings.bytes() > 0;
        this.rows = new RowCache(bounded ? (int) Math.min(MOST_ROWS, settings.bytes() / ROWS_SHARE) : OWN_ROWS);
        long blocks = bounded ? cacheSize(settings) : OWN_CACHE;
        this.cache = new LRUCache(blocks, -1, false, settings.highPriorityRatio());
        this.writeBuffers = bounded ? new WriteBufferManager(writeBufferSize(settings), cache) : null;
    }

    /**
     * The write buffers may grow to one and a half times what their manager is told before it stops them; what they take is
     * taken from the cache, too.
     */
    private static long writeBufferSize(Settings settings) {
        return (long) (2 * ofDatabases(settings) * settings.writeBufferRatio() / 3);
    }

    private static long cacheSize(Settings settings) {
        return (long) ((3 - settings.writeBufferRatio()) * ofDatabases(settings) / 3);
    }

    private static long ofDatabases(Settings settings) {
        return settings.bytes() - settings.bytes() / ROWS_SHARE;
    }

    /** Returns what remembers rows of the slot's databases. */
    RowCache rows() {
        return rows;
    }

    /** Returns the options of a new database; whoever gets them closes them. */
    Options newOptions() {
        if (!cache.isOwningHandle()) {
            throw new IllegalStateException("The memory of the slot was given back");
        }
        BlockBasedTableConfig table = new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setFilterPolicy(filter)
                .setCacheIndexAndFilterBlocks(true)
                .setCacheIndexAndFilterBlocksWithHighPriority(true)
                .setPinL0FilterAndIndexBlocksInCache(true);
        Options options = new Options();
        if (writeBuffers != null) {
            options.setWriteBufferManager(writeBuffers);
            options.setArenaBlockSize(arenaBlockSize());
            // While a buffer is being flushed the next one is filled whatever its manager says, up to this size.
            options.setWriteBufferSize(Math.min(LARGEST_BUFFER, writeBufferSize(settings) / 2));
        }
        return options.setCreateIfMissing(true)
                .setMergeOperator(append)
                .setTableFormatConfig(table)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setInfoLogLevel(InfoLogLevel.HEADER_LEVEL)
                .setKeepLogFileNum(1)
                .setStatsDumpPeriodSec(0)
                .setMaxOpenFiles(-1);
    }

    /** Small enough for a few databases to share little memory without one of them being flushed all the time. */
    private long arenaBlockSize() {
        return Math.max(32 << 10, Math.min(8 << 20, writeBufferSize(settings) / 64));
    }

    /** Returns how much memory the databases take at the moment. */
    public long used() {
        return cache.getUsage();
    }

    @Override
    public void close() {
        if (writeBuffers != null) {
            writeBuffers.close();
        }
        cache.close();
        filter.close();
        append.close();
    }
}
