package io.weir.runtime.iteration;

import io.weir.functions.AbstractRichFunction;
import io.weir.functions.CoGroupFunction;
import io.weir.functions.Collector;
import io.weir.functions.FlatJoinFunction;
import io.weir.functions.Function;
import io.weir.functions.OpenContext;
import io.weir.functions.RichFunction;
import io.weir.functions.RuntimeContext;

/**
 * A function whose first input is the solution set, for operators that have it second. It has the life of the program's
 * function. The task's thread owns it.
 *
 * @param <F> the program's function
 */
public abstract class SolutionFirst<F extends Function> extends AbstractRichFunction {
    private static final long serialVersionUID = 1L;

    /** The program's function. */
    final F function;

    private SolutionFirst(F function) {
        this.function = function;
    }

    @Override
    public void setRuntimeContext(RuntimeContext context) {
        super.setRuntimeContext(context);
        if (function instanceof RichFunction rich) {
            rich.setRuntimeContext(context);
        }
    }

    @Override
    public void open(OpenContext openContext) throws Exception {
        if (function instanceof RichFunction rich) {
            rich.open(openContext);
        }
    }

    @Override
    public void close() throws Exception {
        if (function instanceof RichFunction rich) {
            rich.close();
        }
    }

    /**
     * Joins.
     *
     * @param <A> the type of the solution set
     * @param <B> the type of the other input
     * @param <O> the type of the output
     */
    public static final class Join<A, B, O> extends SolutionFirst<FlatJoinFunction<A, B, O>>
            implements FlatJoinFunction<B, A, O> {
        private static final long serialVersionUID = 1L;

        /** Creates it for the program's function. */
        public Join(FlatJoinFunction<A, B, O> function) {
            super(function);
        }

        @Override
        public void join(B record, A match, Collector<O> out) throws Exception {
            function.join(match, record, out);
        }
    }

    /**
     * Co-groups.
     *
     * @param <A> the type of the solution set
     * @param <B> the type of the other input
     * @param <O> the type of the output
     */
    public static final class CoGroup<A, B, O> extends SolutionFirst<CoGroupFunction<A, B, O>>
            implements CoGroupFunction<B, A, O> {
        private static final long serialVersionUID = 1L;

        /** Creates it for the program's function. */
        public CoGroup(CoGroupFunction<A, B, O> function) {
            super(function);
        }

        @Override
        public void coGroup(Iterable<B> records, Iterable<A> matches, Collector<O> out) throws Exception {
            function.coGroup(matches, records, out);
        }
    }
}
