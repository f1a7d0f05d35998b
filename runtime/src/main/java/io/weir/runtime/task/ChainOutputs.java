package io.weir.runtime.task;

import io.weir.runtime.operators.Output;
import io.weir.serialization.TypeSerializer;
import java.util.List;

/** What stands between an operator and those that take its output where that is not exactly one. */
final class ChainOutputs {
    private ChainOutputs() {}

    /** Takes what nobody wants: the output of a sink. Stateless. */
    static final class Discard<T> extends Output<T> {
        @Override
        public void collect(T value, long timestamp) {
            // Nobody wants it.
        }

        @Override
        public void watermark(long timestamp) {
            // Nobody wants it.
        }

        @Override
        public void idle(boolean idle) {
            // Nobody wants it.
        }
    }

    /** Leads to the operators of the superstep at hand, where the one before them goes on. The task's thread owns it. */
    static final class Renewed<T> extends Output<T> {
        private Output<T> output;

        void lead(Output<T> to) {
            output = to;
        }

        @Override
        public void collect(T value, long timestamp) throws Exception {
            output.collect(value, timestamp);
        }

        @Override
        public void watermark(long timestamp) {
            // Event time ends with the iteration.
        }

        @Override
        public void idle(boolean idle) {
            // Event time ends with the iteration.
        }
    }

    /** An operator's main output, which also tells its side outputs of watermarks. The task's thread owns it. */
    static final class WithSides<T> extends Output<T> {
        private final Output<T> main;
        private final List<Output<Object>> sides;

        WithSides(Output<T> main, List<Output<Object>> sides) {
            this.main = main;
            this.sides = List.copyOf(sides);
        }

        @Override
        public void collect(T value, long timestamp) throws Exception {
            main.collect(value, timestamp);
        }

        @Override
        public void watermark(long timestamp) throws Exception {
            main.watermark(timestamp);
            for (Output<Object> side : sides) {
                side.watermark(timestamp);
            }
        }

        @Override
        public void idle(boolean idle) throws Exception {
            main.idle(idle);
            for (Output<Object> side : sides) {
                side.idle(idle);
            }
        }
    }

    /** Gives an operator a copy, for programs that change what they have emitted. The task's thread owns it. */
    static final class Copying<T> extends Output<T> {
        private final TypeSerializer<T> serializer;
        private final Output<T> output;

        Copying(TypeSerializer<T> serializer, Output<T> output) {
            this.serializer = serializer;
            this.output = output;
        }

        @Override
        public void collect(T value, long timestamp) throws Exception {
            output.collect(value == null ? null : serializer.copy(value), timestamp);
        }

        @Override
        public void watermark(long timestamp) throws Exception {
            output.watermark(timestamp);
        }

        @Override
        public void idle(boolean idle) throws Exception {
            output.idle(idle);
        }
    }

    /**
     * Gives each record to several. Those that may not share it are {@link Copying}; the last one takes it over. The
     * task's thread owns it.
     */
    static final class FanOut<T> extends Output<T> {
        private final Output<T>[] outputs;

        @SuppressWarnings({"unchecked", "rawtypes"}) // there are no arrays of a generic type
        FanOut(List<Output<T>> outputs) {
            this.outputs = outputs.toArray(new Output[0]);
        }

        @Override
        public void collect(T value, long timestamp) throws Exception {
            for (Output<T> output : outputs) {
                output.collect(value, timestamp);
            }
        }

        @Override
        public void watermark(long timestamp) throws Exception {
            for (Output<T> output : outputs) {
                output.watermark(timestamp);
            }
        }

        @Override
        public void idle(boolean idle) throws Exception {
            for (Output<T> output : outputs) {
                output.idle(idle);
            }
        }
    }
}
