package io.weir.runtime.operators.windowing;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.types.Types;
import org.junit.jupiter.api.Test;

class CapturedTableTest {
    private static final int MANY = 20_000;

    @Test
    void givesRoomBackWhenMostKeysHaveGoneAndLeavesCapturesAlone() {
        CapturedTable<Long, Long> table =
                new CapturedTable<>(Types.LONG, Types.LONG.createSerializer(), value -> value);
        for (long key = 0; key < MANY; key++) {
            table.own(key).value = key;
        }
        CapturedTable.Frozen<Long, Long> frozen = table.freeze();
        for (long key = 10; key < MANY; key++) {
            table.remove(key);
        }
        assertThat(table.capacity()).isLessThanOrEqualTo(1024);
        for (long key = 0; key < 10; key++) {
            assertThat(table.find(key)).isEqualTo(key);
        }
        assertThat(table.find(10L)).isNull();
        assertThat(frozen.byGroup(1).get(0)).hasSize(MANY);
        table.own(5_000L).value = 1L;
        assertThat(table.find(5_000L)).isEqualTo(1);
        assertThat(frozen.byGroup(1).get(0)).containsEntry(5_000L, 5_000L);
    }
}
