package io.weir.runtime.operators;

import io.weir.connector.ReaderOutput;
import io.weir.connector.SourceOutput;
import io.weir.time.TimestampAssigner;
import io.weir.time.Watermark;
import io.weir.time.WatermarkGenerator;
import io.weir.time.WatermarkStrategy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes the records of a source's reader, gives them timestamps, and tells how far event time has come: as far as in
 * the split that is most behind. Records that the reader gives to no split count as one of their own. The task's
 * thread owns it.
 *
 * @param <T> the type of the records
 */
final class SourceOutputs<T> implements ReaderOutput<T> {
    private final OperatorContext context;
    private final Output<T> output;
    private final EventTime<T> eventTime;
    private final boolean trivial;
    private final CombinedWatermark watermark = new CombinedWatermark(0);
    private final Map<String, Part> splits = new HashMap<>();

    /** Takes what belongs to no split. Event time waits for it if it was used, or as long as there is no split. */
    private Part rest;

    private long emitted;

    /** Null if the source waits for no other. */
    private final SourceAlignment alignment;

    /** Stops and goes on with splits. */
    private final SplitPauser pauser;

    /** Whether splits may have come too far, or be alone, since it was last looked which of them have to wait. */
    private boolean toAlign;

    /** Whether several parts are about to say how far they are, so that the outcome is told once, afterwards. */
    private boolean gathering;

    /** Stops splits that are ahead of others, and goes on with them. */
    @FunctionalInterface
    interface SplitPauser {
        /** Does it. */
        void pauseOrResume(Collection<String> toPause, Collection<String> toResume);
    }

    /** Creates outputs of splits that need not wait for others. */
    SourceOutputs(OperatorContext context, Output<T> output, WatermarkStrategy<T> strategy, boolean progressive) {
        this(context, output, strategy, progressive, (toPause, toResume) -> {});
    }

    /**
     * Creates outputs without splits.
     *
     * @param context the source's operator
     * @param output takes the records
     * @param strategy says what the source does not know of event time
     * @param progressive whether event time goes on before the end of the input
     * @param pauser stops splits that are ahead of others, and goes on with them
     */
    SourceOutputs(
            OperatorContext context,
            Output<T> output,
            WatermarkStrategy<T> strategy,
            boolean progressive,
            SplitPauser pauser) {
        this.pauser = pauser;
        this.context = context;
        this.output = output;
        this.eventTime = new EventTime<>(context, strategy, progressive, this::emitPeriodically, this::mustWait);
        this.trivial = eventTime.isTrivial();
        this.rest = new Part(null);
        rest.join();
        this.alignment = strategy.getAlignmentParameters()
                .filter(params -> progressive)
                .map(params -> new SourceAlignment(context, params, this::progress, this::align))
                .orElse(null);
    }

    /** Returns how far the source has come; the end of time while nobody has to wait for it. */
    private long progress() {
        return watermark.isIdle() ? Long.MAX_VALUE : watermark.watermark();
    }

    /** Begins the periodic calls. */
    void start() {
        if (!trivial) {
            eventTime.start();
        }
        if (alignment != null) {
            alignment.start();
        }
    }

    /** Returns whether the source is to wait for others that are behind it. */
    boolean mustWait() {
        return alignment != null && alignment.mustWait();
    }

    /** Lets other sources no longer wait for this one. */
    void finish() {
        if (alignment != null) {
            alignment.finish();
        }
    }

    void stop() {
        eventTime.stop();
        if (alignment != null) {
            alignment.stop();
        }
    }

    /** Returns how many records were emitted. */
    long emitted() {
        return emitted;
    }

    private void emitPeriodically() throws Exception {
        gathering = true;
        rest.generator.onPeriodicEmit(rest);
        for (Part split : splits.values()) {
            split.generator.onPeriodicEmit(split);
        }
        gathering = false;
        watermark.tell(output);
        polled();
    }

    /** Stops the splits that have come too far while the reader was asked for records. */
    void polled() {
        if (toAlign) {
            align();
        }
    }

    /** Stops the splits that have come too far, and goes on with others. One alone waits with the whole reader. */
    private void align() {
        toAlign = false;
        List<String> toPause = new ArrayList<>();
        List<String> toResume = new ArrayList<>();
        for (Part split : splits.values()) {
            boolean ahead = splits.size() > 1 && alignment.isTooFar(split.reached);
            if (ahead != split.paused) {
                split.paused = ahead;
                split.clock.setStopped(ahead);
                (ahead ? toPause : toResume).add(split.id);
            }
        }
        if (!toPause.isEmpty() || !toResume.isEmpty()) {
            pauser.pauseOrResume(toPause, toResume);
        }
    }

    @Override
    public SourceOutput<T> createOutputForSplit(String splitId) {
        Part split = splits.get(splitId);
        if (split == null) {
            split = new Part(splitId);
            splits.put(splitId, split);
            split.join();
            if (!rest.used) {
                rest.leave();
            }
            tell();
        }
        return split;
    }

    @Override
    public void releaseOutputForSplit(String splitId) {
        Part split = splits.remove(splitId);
        if (split != null) {
            if (splits.isEmpty() && !rest.used) {
                // A new one, so that it becomes idle a time after now.
                rest = new Part(null);
                rest.join();
            }
            split.leave();
            toAlign = alignment != null;
            tell();
        }
    }

    @Override
    public void collect(T value) {
        collect(value, Output.NO_TIMESTAMP);
    }

    @Override
    public void collect(T value, long timestamp) {
        use();
        rest.collect(value, timestamp);
    }

    @Override
    public void collectFailure(Object record, Exception failure) {
        try {
            UserCode.recordFailed(context, failure, record, Output.NO_TIMESTAMP);
        } catch (Exception e) {
            throw UserCode.<RuntimeException>sneak(e);
        }
    }

    @Override
    public void emitWatermark(Watermark mark) {
        use();
        rest.emitWatermark(mark);
    }

    @Override
    public void markIdle() {
        rest.markIdle();
    }

    @Override
    public void markActive() {
        rest.markActive();
    }

    private void use() {
        if (!rest.used) {
            rest.used = true;
            rest.join();
        }
    }

    private void tell() {
        if (!gathering && eventTime.isProgressive()) {
            try {
                watermark.tell(output);
            } catch (Exception e) {
                throw UserCode.<RuntimeException>sneak(e);
            }
        }
    }

    /** The output of a split, or of all that belongs to none. */
    private final class Part implements SourceOutput<T> {
        private static final int NONE = -1;

        private final TimestampAssigner<T> assigner;
        private final WatermarkGenerator<T> generator;

        /** Its number among those that event time waits for. */
        private int number = NONE;

        private boolean used;

        /** The split, or null. */
        private final String id;

        /** Stands while the split has to wait for others, which does not make it idle. */
        private final PausedClock clock = new PausedClock(eventTime.getInputActivityClock());

        /** How far its event time has come. */
        private long reached = Long.MIN_VALUE;

        private boolean paused;

        Part(String id) {
            this.id = id;
            assigner = trivial ? null : eventTime.newAssigner();
            generator = trivial ? null : eventTime.newGenerator(clock);
        }

        void join() {
            if (number == NONE) {
                number = watermark.add();
            }
        }

        void leave() {
            if (number != NONE) {
                watermark.remove(number);
                number = NONE;
            }
        }

        @Override
        public void collect(T value) {
            collect(value, Output.NO_TIMESTAMP);
        }

        @Override
        public void collect(T value, long timestamp) {
            emitted++;
            try {
                if (assigner == null) {
                    output.collect(value, timestamp);
                } else {
                    collectInEventTime(value, timestamp);
                }
            } catch (Exception e) {
                throw UserCode.<RuntimeException>sneak(e);
            }
        }

        @Override
        public void collectFailure(Object record, Exception failure) {
            SourceOutputs.this.collectFailure(record, failure);
        }

        private void collectInEventTime(T value, long timestamp) throws Exception {
            long time;
            try {
                time = assigner.extractTimestamp(value, timestamp);
            } catch (Throwable e) {
                UserCode.recordFailed(context, e, value, timestamp);
                return;
            }
            // The record is the generator's to look at only until it is emitted; what the generator says follows it.
            gathering = true;
            generator.onEvent(value, time, this);
            gathering = false;
            output.collect(value, time);
            tell();
        }

        @Override
        public void emitWatermark(Watermark mark) {
            if (number != NONE) {
                watermark.advance(number, mark.timestamp());
                if (alignment != null) {
                    reached = Math.max(reached, mark.timestamp());
                    toAlign |= alignment.isTooFar(reached) && !paused;
                }
                tell();
            }
        }

        @Override
        public void markIdle() {
            setIdle(true);
        }

        @Override
        public void markActive() {
            setIdle(false);
        }

        private void setIdle(boolean idle) {
            if (number != NONE) {
                watermark.setIdle(number, idle);
                tell();
            }
        }
    }
}
