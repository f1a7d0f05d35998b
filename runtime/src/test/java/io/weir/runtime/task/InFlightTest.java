package io.weir.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How records that were under way are written. */
class InFlightTest {
    /** A channel that had named no class, and one block with three bytes. */
    private static void writeRecords(DataOutputStream data) throws IOException {
        data.writeInt(0);
        data.writeInt(1);
        data.writeInt(2);
        data.writeBoolean(false);
        data.writeLong(0);
        data.writeInt(3);
        data.write(new byte[] {1, 2, 3});
    }

    private static byte[] written(int version) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(bytes);
        data.writeByte(version);
        data.writeInt(1);
        data.writeInt(2);
        data.writeInt(4);
        data.writeInt(1);
        data.writeInt(3);
        if (version > 1) {
            data.writeUTF("source");
            data.writeInt(1);
            data.writeInt(7);
        }
        writeRecords(data);
        data.writeInt(1);
        data.writeInt(2);
        data.writeBoolean(false);
        data.writeBoolean(true);
        writeRecords(data);
        return bytes.toByteArray();
    }

    private static InFlight read(byte[] bytes) throws IOException {
        return InFlight.read("map", new ByteArrayInputStream(bytes));
    }

    @Test
    void readsWhatEarlierVersionsWrote() throws IOException {
        InFlight first = read(written(1));
        assertThat(first.subtask()).isEqualTo(1);
        assertThat(first.parallelism()).isEqualTo(2);
        assertThat(first.channels()).isEqualTo(4);
        InFlight.Input input = first.inputs().get(0);
        assertThat(input.channel()).isEqualTo(3);
        assertThat(input.vertex()).isEmpty();
        assertThat(input.frames().isEmpty()).isFalse();
        assertThat(first.outputs().get(0).get(0)).isNull();
        assertThat(first.outputs().get(0).get(1).isEmpty()).isFalse();
    }

    @Test
    void readsWhatItWrote() throws IOException {
        InFlight now = read(written(2));
        InFlight.Input input = now.inputs().get(0);
        assertThat(List.of(input.vertex(), input.output(), input.subtask())).isEqualTo(List.of("source", 1, 7));
        ByteArrayOutputStream again = new ByteArrayOutputStream();
        now.writeTo(again);
        assertThat(again.toByteArray()).isEqualTo(written(2));
    }

    @Test
    void refusesWhatALaterVersionWrote() {
        assertThatThrownBy(() -> read(written(3))).hasMessageContaining("in format 3, not 2");
    }
}
