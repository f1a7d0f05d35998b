package io.weir.benchmarks.flink.batch;

/** Numbers that look as if they were random, the same ones in each run and for each contender. Stateless. */
final class Mixed {
    private Mixed() {}

    /** Spreads numbers, each into another one. */
    static long spread(long number) {
        long mixed = (number ^ number >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }

    /** Returns a number from 0 to below a limit. */
    static long below(long limit, long number) {
        return Long.remainderUnsigned(spread(number), limit);
    }
}
