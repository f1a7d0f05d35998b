package io.weir.runtime.protocol;

import static io.weir.runtime.protocol.ExecutionState.CANCELED;
import static io.weir.runtime.protocol.ExecutionState.CANCELING;
import static io.weir.runtime.protocol.ExecutionState.CREATED;
import static io.weir.runtime.protocol.ExecutionState.DEPLOYING;
import static io.weir.runtime.protocol.ExecutionState.FAILED;
import static io.weir.runtime.protocol.ExecutionState.FINISHED;
import static io.weir.runtime.protocol.ExecutionState.FINISHING;
import static io.weir.runtime.protocol.ExecutionState.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExecutionStateTest {
    private static final Map<ExecutionState, Set<ExecutionState>> MOVES = Map.of(
            CREATED, EnumSet.of(DEPLOYING, CANCELED, FAILED),
            DEPLOYING, EnumSet.of(RUNNING, FINISHING, CANCELING, FINISHED, CANCELED, FAILED),
            RUNNING, EnumSet.of(FINISHING, CANCELING, FINISHED, CANCELED, FAILED),
            FINISHING, EnumSet.of(CANCELING, FINISHED, CANCELED, FAILED),
            CANCELING, EnumSet.of(FINISHED, CANCELED, FAILED),
            FINISHED, EnumSet.noneOf(ExecutionState.class),
            CANCELED, EnumSet.noneOf(ExecutionState.class),
            FAILED, EnumSet.noneOf(ExecutionState.class));

    @ParameterizedTest
    @EnumSource
    void allowsTheseMovesAndNoOthers(ExecutionState state) {
        for (ExecutionState next : ExecutionState.values()) {
            assertThat(state.canBecome(next))
                    .as("%s to %s", state, next)
                    .isEqualTo(MOVES.get(state).contains(next));
        }
        assertThat(state.isTerminal()).isEqualTo(MOVES.get(state).isEmpty());
    }
}
