package io.weir.dataset;

import io.weir.functions.AbstractRichFunction;
import io.weir.functions.Collector;
import io.weir.functions.FlatJoinFunction;
import io.weir.functions.JoinFunction;
import io.weir.functions.OpenContext;
import io.weir.functions.RichFunction;
import io.weir.functions.RuntimeContext;

/**
 * A function of pairs that makes one result of each, as one that makes any number.
 *
 * @param <A> the type of the first records
 * @param <B> the type of the second records
 * @param <O> the type of the results
 */
final class OneResult<A, B, O> extends AbstractRichFunction implements FlatJoinFunction<A, B, O> {
    private static final long serialVersionUID = 1L;

    private final JoinFunction<A, B, O> function;

    OneResult(JoinFunction<A, B, O> function) {
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

    @Override
    public void join(A first, B second, Collector<O> out) throws Exception {
        out.collect(function.join(first, second));
    }
}
