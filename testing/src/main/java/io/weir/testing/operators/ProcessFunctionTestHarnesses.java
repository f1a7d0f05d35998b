package io.weir.testing.operators;

import io.weir.functions.BroadcastProcessFunction;
import io.weir.functions.CoProcessFunction;
import io.weir.functions.KeySelector;
import io.weir.functions.KeyedBroadcastProcessFunction;
import io.weir.functions.KeyedCoProcessFunction;
import io.weir.functions.KeyedProcessFunction;
import io.weir.functions.ProcessFunction;
import io.weir.plan.BroadcastConnection;
import io.weir.plan.CoKeying;
import io.weir.plan.Keying;
import io.weir.runtime.operators.BroadcastOperator;
import io.weir.runtime.operators.CoProcessOperator;
import io.weir.runtime.operators.KeyedBroadcastOperator;
import io.weir.runtime.operators.KeyedCoProcessOperator;
import io.weir.runtime.operators.KeyedProcessOperator;
import io.weir.runtime.operators.ProcessOperator;
import io.weir.state.MapStateDescriptor;
import io.weir.types.TypeInformation;
import java.util.List;

/**
 * Makes harnesses for process functions, open and ready for records. For operators of other kinds, such as windows, see
 * {@link OperatorTestHarnesses}. Stateless.
 */
public final class ProcessFunctionTestHarnesses {
    private ProcessFunctionTestHarnesses() {}

    /**
     * Makes one for a function whose input has no key.
     *
     * @param function the function
     * @param <I> the type of its input
     * @param <O> the type of its output
     * @return the harness, open
     * @throws Exception what the function throws when it is opened
     */
    public static <I, O> OneInputStreamOperatorTestHarness<I, O> forProcessFunction(ProcessFunction<I, O> function)
            throws Exception {
        return opened(new OneInputStreamOperatorTestHarness<>(new ProcessOperator.Spec<>(function)));
    }

    /**
     * Makes one for a function whose input has a key.
     *
     * @param function the function
     * @param keySelector finds the key of a record
     * @param keyType the type of the key
     * @param <K> the type of the key
     * @param <I> the type of its input
     * @param <O> the type of its output
     * @return the harness, open
     * @throws Exception what the function throws when it is opened
     */
    public static <K, I, O> KeyedOneInputStreamOperatorTestHarness<K, I, O> forKeyedProcessFunction(
            KeyedProcessFunction<K, I, O> function, KeySelector<I, K> keySelector, TypeInformation<K> keyType)
            throws Exception {
        return opened(new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator.Spec<>(new Keying<>(keySelector, keyType), function)));
    }

    /**
     * Makes one for a function of two inputs without keys.
     *
     * @param function the function
     * @param <A> the type of its first input
     * @param <B> the type of its second input
     * @param <O> the type of its output
     * @return the harness, open
     * @throws Exception what the function throws when it is opened
     */
    public static <A, B, O> TwoInputStreamOperatorTestHarness<A, B, O> forCoProcessFunction(
            CoProcessFunction<A, B, O> function) throws Exception {
        return opened(new TwoInputStreamOperatorTestHarness<>(new CoProcessOperator.Spec<>(null, function)));
    }

    /**
     * Makes one for a function of two inputs with keys.
     *
     * @param function the function
     * @param keySelector1 finds the key of a record of the first input
     * @param keySelector2 finds the key of a record of the second input
     * @param keyType the type of the keys
     * @param <K> the type of the keys
     * @param <A> the type of its first input
     * @param <B> the type of its second input
     * @param <O> the type of its output
     * @return the harness, open
     * @throws Exception what the function throws when it is opened
     */
    public static <K, A, B, O> KeyedTwoInputStreamOperatorTestHarness<K, A, B, O> forKeyedCoProcessFunction(
            KeyedCoProcessFunction<K, A, B, O> function,
            KeySelector<A, K> keySelector1,
            KeySelector<B, K> keySelector2,
            TypeInformation<K> keyType)
            throws Exception {
        return opened(new KeyedTwoInputStreamOperatorTestHarness<>(
                new KeyedCoProcessOperator.Spec<>(new CoKeying<>(keySelector1, keySelector2, keyType), function)));
    }

    /**
     * Makes one for a function beside a broadcast stream, which is the second input.
     *
     * @param function the function
     * @param descriptors the states that the broadcast stream changes
     * @param <A> the type of its first input
     * @param <B> the type of the broadcast stream
     * @param <O> the type of its output
     * @return the harness, open
     * @throws Exception what the function throws when it is opened
     */
    public static <A, B, O> TwoInputStreamOperatorTestHarness<A, B, O> forBroadcastProcessFunction(
            BroadcastProcessFunction<A, B, O> function, MapStateDescriptor<?, ?>... descriptors) throws Exception {
        return opened(new TwoInputStreamOperatorTestHarness<>(
                new BroadcastOperator.Spec<A, B, O>(new BroadcastConnection(function, List.of(descriptors)))));
    }

    /**
     * Makes one for a function of a keyed stream beside a broadcast stream, which is the second input.
     *
     * @param function the function
     * @param keySelector finds the key of a record of the first input
     * @param keyType the type of the key
     * @param descriptors the states that the broadcast stream changes
     * @param <K> the type of the key
     * @param <A> the type of its first input
     * @param <B> the type of the broadcast stream
     * @param <O> the type of its output
     * @return the harness, open
     * @throws Exception what the function throws when it is opened
     */
    public static <K, A, B, O> KeyedTwoInputStreamOperatorTestHarness<K, A, B, O> forKeyedBroadcastProcessFunction(
            KeyedBroadcastProcessFunction<K, A, B, O> function,
            KeySelector<A, K> keySelector,
            TypeInformation<K> keyType,
            MapStateDescriptor<?, ?>... descriptors)
            throws Exception {
        return opened(new KeyedTwoInputStreamOperatorTestHarness<>(new KeyedBroadcastOperator.Spec<K, A, B, O>(
                new CoKeying<>(keySelector, null, keyType), new BroadcastConnection(function, List.of(descriptors)))));
    }

    private static <H extends OperatorTestHarness<?, ?>> H opened(H harness) throws Exception {
        harness.open();
        return harness;
    }
}
