package io.weir.runtime.operators;

/**
 * An operator with two inputs of different types. It is the first of its task; its watermarks are the lesser of both
 * inputs'. The task's thread owns it.
 *
 * @param <A> the type of the first input
 * @param <B> the type of the second input
 * @param <O> the type of the output
 */
public abstract class TwoInputOperator<A, B, O> extends Operator<A, O> {
    private final Output<B> second = new Second();

    /**
     * Creates an operator.
     *
     * @param output where its results go
     */
    protected TwoInputOperator(Output<O> output) {
        super(output);
    }

    /** Takes a record of the first input. */
    @Override
    public final void collect(A value, long timestamp) throws Exception {
        collectFirst(value, timestamp);
    }

    /** Takes a record of the first input; otherwise as {@link Output#collect}. */
    protected abstract void collectFirst(A value, long timestamp) throws Exception;

    /** Takes a record of the second input; otherwise as {@link Output#collect}. */
    protected abstract void collectSecond(B value, long timestamp) throws Exception;

    /** Learns which records of the second input come next; otherwise as {@link Output#expect}. */
    protected void expectSecond(Object[] values, int from, int to) throws Exception {}

    /** Learns that the first input has ended, which may be long before the second does. */
    protected void endFirst() throws Exception {}

    /** Learns that the second input has ended, which may be long before the first does. */
    protected void endSecond() throws Exception {}

    /** Returns whether records of the first input are to wait where they come from until the second has ended. */
    protected boolean firstWaits() {
        return false;
    }

    /** Returns whether records of the second input are to wait where they come from until the first has ended. */
    protected boolean secondWaits() {
        return false;
    }

    @Override
    public final boolean isWaiting() {
        return firstWaits();
    }

    @Override
    public final void inputEnded() throws Exception {
        endFirst();
    }

    /** Returns what takes the records of the second input. */
    public final Output<B> second() {
        return second;
    }

    @Override
    public final Output<?> input(int ordinal) {
        return ordinal == 1 ? second : super.input(ordinal);
    }

    /** The second input. Watermarks of both inputs come by the first. */
    private final class Second extends Output<B> {
        @Override
        public void collect(B value, long timestamp) throws Exception {
            collectSecond(value, timestamp);
        }

        @Override
        public void expect(Object[] values, int from, int to) throws Exception {
            expectSecond(values, from, to);
        }

        @Override
        public boolean isWaiting() {
            return secondWaits();
        }

        @Override
        public void inputEnded() throws Exception {
            endSecond();
        }

        @Override
        public void watermark(long timestamp) {
            throw new IllegalStateException("Watermarks come by the first input");
        }

        @Override
        public void idle(boolean idle) {
            throw new IllegalStateException("Idleness comes by the first input");
        }
    }
}
