package io.weir.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.connector.sequence.NumberSequenceSource;
import io.weir.connector.sequence.NumberSequenceSplit;
import io.weir.runtime.operators.Output;
import io.weir.runtime.operators.SourceOperator;
import io.weir.runtime.state.HeapStateBackend;
import io.weir.runtime.state.KeyGroupRange;
import io.weir.runtime.state.OperatorImage;
import io.weir.runtime.state.OperatorStates;
import io.weir.runtime.state.StateBackend;
import io.weir.runtime.timers.ManualProcessingTime;
import io.weir.state.ListStateDescriptor;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourcePositionsTest {
    private static LoneOperator<Void, Long> source(OperatorImage image) throws Exception {
        Output<Long> nobody = new ChainOutputs.Discard<>();
        LoneOperator<Void, Long> source = new LoneOperator<>(
                new LoneOperator.Place("numbers", 1, 1, 0, image),
                new SourceOperator.Spec<>(new NumberSequenceSource(0, 99)),
                new ManualProcessingTime(),
                nobody,
                tag -> null);
        source.open();
        return source;
    }

    @Test
    void aCheckpointTellsWhatIsLeftToReadWithoutTheProgram() throws Exception {
        byte[] split =
                new NumberSequenceSource(0, 99).getSplitSerializer().serialize(new NumberSequenceSplit(3, 40, 99));
        OperatorStates kept = states(OperatorImage.EMPTY);
        kept.ofInstance()
                .getListState(new ListStateDescriptor<>("weir.splits", byte[].class))
                .add(ByteBuffer.allocate(4 + split.length).putInt(1).put(split).array());
        LoneOperator<Void, Long> source = source(OperatorImage.of(kept.capture(1)));
        OperatorImage first = source.capture(1);
        source.close();
        LoneOperator<Void, Long> next = source(first);
        OperatorImage second = next.capture(2); // neither lost nor doubled by a restore
        next.close();
        for (OperatorImage image : List.of(first, second)) {
            assertThat(positions(image)).containsExactly("NumberSequenceSplit[index=3, from=40, to=99]");
        }
    }

    private static OperatorStates states(OperatorImage image) {
        return new OperatorStates(
                new HeapStateBackend(),
                new StateBackend.Place(
                        KeyGroupRange.of(1, 1, 0), () -> 0, SourcePositionsTest.class.getClassLoader(), image));
    }

    private static Iterable<String> positions(OperatorImage image) throws Exception {
        return states(image)
                .ofInstance()
                .getListState(new ListStateDescriptor<>("weir.positions", String.class))
                .get();
    }
}
