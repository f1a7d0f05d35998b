package io.weir.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.functions.Collector;
import io.weir.functions.KeyedCoProcessFunction;
import io.weir.plan.CoKeying;
import io.weir.runtime.operators.KeyedCoProcessOperator;
import io.weir.runtime.operators.Output;
import io.weir.runtime.state.HeapStateBackend;
import io.weir.runtime.state.KeyedStateBackend;
import io.weir.runtime.state.OperatorImage;
import io.weir.runtime.state.StateBackend;
import io.weir.runtime.timers.ManualProcessingTime;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpectedKeysTest {
    private final List<Object> announced = new ArrayList<>();

    /** State on the heap that always wants to know which keys come. */
    private final class Curious implements StateBackend {
        @Override
        @SuppressWarnings("unchecked") // the proxy is of that interface
        public <K> KeyedStateBackend<K> createKeyedState(TypeInformation<K> keyType, Place place) {
            KeyedStateBackend<K> state = new HeapStateBackend().createKeyedState(keyType, place);
            return (KeyedStateBackend<K>) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {KeyedStateBackend.class}, (proxy, method, args) -> {
                        if (method.getName().equals("wantsToExpect")) {
                            return true;
                        }
                        if (method.getName().equals("expect")) {
                            announced.add(args[0]);
                        }
                        return method.invoke(state, args);
                    });
        }
    }

    private static final class Nothing extends KeyedCoProcessFunction<Long, Long, String, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public void processElement1(Long value, Context context, Collector<Long> out) {}

        @Override
        public void processElement2(String value, Context context, Collector<Long> out) {}
    }

    @Test
    void theKeysOfBothInputsAreAnnounced() throws Exception {
        CoKeying<Long, Long, String> keying = new CoKeying<>(n -> n % 10, text -> (long) text.length(), Types.LONG);
        Output<Long> nobody = new ChainOutputs.Discard<>();
        LoneOperator<Long, Long> operator = new LoneOperator<>(
                new LoneOperator.Place("join", 1, 128, 0, OperatorImage.EMPTY),
                new KeyedCoProcessOperator.Spec<>(keying, new Nothing()),
                new ManualProcessingTime(),
                new LoneOperator.Surroundings<>(nobody, tag -> null, new Curious()));
        operator.open();
        operator.input().expect(new Object[] {11L, 12L, 13L}, 0, 2);
        operator.secondInput().expect(new Object[] {"", "abcd"}, 1, 2);
        assertThat(announced).containsExactly(1L, 2L, 4L);
        operator.close();
    }
}
