package io.weir.runtime.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.state.ListStateDescriptor;
import io.weir.state.ValueStateDescriptor;
import java.util.AbstractList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FieldDescriptorsTest {
    private static final ValueStateDescriptor<Long> CONSTANT = new ValueStateDescriptor<>("constant", Long.class);

    /** Something of a program that does not want to be looked into. */
    private static final class Closed extends AbstractList<String> {
        @Override
        public String get(int index) {
            throw new IllegalStateException("there is no connection");
        }

        @Override
        public int size() {
            return 1;
        }
    }

    @SuppressWarnings("unused") // found by their values
    private static final class Holder {
        private final List<String> first = new Closed();
        private final Object[] some = {new ListStateDescriptor<>("list", Long.class), null};
        private final transient Object left = new ListStateDescriptor<>("transient", Long.class);
    }

    @Test
    void findsDescriptorsWhateverElseIsThere() {
        assertThat(CONSTANT.getName()).isEqualTo("constant");
        assertThat(FieldDescriptors.in(new Holder())).containsOnlyKeys("constant", "list");
    }
}
