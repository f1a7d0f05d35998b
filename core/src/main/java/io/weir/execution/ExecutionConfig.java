package io.weir.execution;

import io.weir.configuration.Configuration;
import io.weir.configuration.CoreOptions;
import java.time.Duration;

/**
 * The options of a program that ported programs set through {@code getConfig()}. It holds nothing itself: each setting
 * is an option of the program's {@link Configuration}. The thread that builds the program owns it.
 */
public final class ExecutionConfig {
    private final Program program;

    ExecutionConfig(Program program) {
        this.program = program;
    }

    /**
     * Sets how many instances operators have that say nothing else.
     *
     * @param parallelism at least 1
     * @return this
     */
    public ExecutionConfig setParallelism(int parallelism) {
        program.setParallelism(parallelism);
        return this;
    }

    /** Returns how many instances operators have that say nothing else. */
    public int getParallelism() {
        return program.parallelism();
    }

    /**
     * Sets how many key groups operators have that say nothing else.
     *
     * @param maxParallelism from 1 to 32768
     * @return this
     */
    public ExecutionConfig setMaxParallelism(int maxParallelism) {
        program.configuration().set(CoreOptions.MAX_PARALLELISM, Program.checkMaxParallelism(maxParallelism));
        return this;
    }

    /** Returns how many key groups operators have that say nothing else, or -1 if that follows their parallelism. */
    public int getMaxParallelism() {
        return program.configuration().getOptional(CoreOptions.MAX_PARALLELISM).orElse(-1);
    }

    /** Lets operators hand objects over without copies, which is the default. */
    public ExecutionConfig enableObjectReuse() {
        return copyInChain(false);
    }

    /** Gives each operator its own copy of every record, for programs that change or keep what they have emitted. */
    public ExecutionConfig disableObjectReuse() {
        return copyInChain(true);
    }

    /** Returns whether operators hand objects over without copies. */
    public boolean isObjectReuseEnabled() {
        return !program.configuration().get(CoreOptions.COPY_IN_CHAIN);
    }

    /**
     * Sets how often watermark strategies are asked how far event time has come.
     *
     * @param interval milliseconds; 0 asks only when records come
     * @return this
     */
    public ExecutionConfig setAutoWatermarkInterval(long interval) {
        program.configuration().set(CoreOptions.AUTO_WATERMARK_INTERVAL, Duration.ofMillis(interval));
        return this;
    }

    /** Returns how often watermark strategies are asked how far event time has come, in milliseconds. */
    public long getAutoWatermarkInterval() {
        return program.configuration().get(CoreOptions.AUTO_WATERMARK_INTERVAL).toMillis();
    }

    private ExecutionConfig copyInChain(boolean copy) {
        program.configuration().set(CoreOptions.COPY_IN_CHAIN, copy);
        return this;
    }
}
