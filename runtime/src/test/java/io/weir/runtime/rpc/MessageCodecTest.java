package io.weir.runtime.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.weir.configuration.Configuration;
import io.weir.execution.JobId;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class MessageCodecTest {
    private static final int MAXIMUM = 1 << 20;

    private final MessageCodec codec = new MessageCodec(List.of(Everything.class, Nested.class, Shade.class), MAXIMUM);

    enum Shade {
        LIGHT,
        DARK {
            @Override
            boolean isDark() {
                return true;
            }
        };

        boolean isDark() {
            return false;
        }
    }

    record Nested(Object value) {}

    record Everything(
            int i, long l, boolean z, double d, float f, byte b, short s, char c, String text, Optional<Shade> shade) {}

    record Unknown(int value) {}

    @Test
    void allValuesComeBackAsTheyWere() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("z", 1L);
        map.put("a", null);
        List<Object> values = Arrays.asList(
                null,
                Integer.MIN_VALUE,
                Long.MAX_VALUE,
                true,
                1.5,
                -1.5f,
                (byte) -3,
                (short) 7,
                'ä',
                "text ✓ \uD83D\uDE00",
                Duration.ofNanos(-1),
                Instant.MAX,
                new Configuration().setString("a.b", "c"),
                Shade.DARK,
                Optional.empty(),
                Optional.of(Shade.LIGHT),
                new ArrayList<>(List.of(1, 2)),
                Set.of("x"),
                map,
                FencingToken.random(),
                new RpcAddress("host", 1, "name"),
                ErrorCode.FENCED,
                new Everything(-1, -2, true, 3, 4, (byte) 5, (short) 6, '7', "8", Optional.of(Shade.DARK)),
                new Nested(new Nested(null)));
        RpcMessage.Answer answer = (RpcMessage.Answer) reread(new RpcMessage.Answer(Long.MAX_VALUE, values));
        assertThat(answer.id()).isEqualTo(Long.MAX_VALUE);
        assertThat(answer.value()).isEqualTo(values);
        assertThat(new ArrayList<>(((Map<?, ?>) ((List<?>) answer.value()).get(18)).keySet()))
                .isEqualTo(List.of("z", "a"));
    }

    @Test
    void messagesComeBackAsTheyWere() {
        RpcCall call = new RpcCall("endpoint", "Gateway.method(int)", FencingToken.random(), Arrays.asList(1, null));
        for (RpcMessage message : List.of(
                new RpcMessage.Request(1, false, call),
                new RpcMessage.Request(2, true, call),
                new RpcMessage.Answer(3, null),
                new RpcMessage.Failure(4, ErrorCode.NOT_FOUND, "message", "trace"))) {
            assertThat(reread(message)).isEqualTo(message);
        }
        RpcMessage.Answer bytes = (RpcMessage.Answer) reread(new RpcMessage.Answer(5, new byte[] {1, 2}));
        assertThat((byte[]) bytes.value()).containsExactly(1, 2);
    }

    @Test
    void writesNoClassOutOfTheSet() {
        assertThatThrownBy(() -> codec.encode(new RpcMessage.Answer(1, new Unknown(1))))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SERIALIZATION))
                .hasMessageContaining("Unknown is no message class");
        assertThatThrownBy(() -> new MessageCodec(List.of(StringBuilder.class), MAXIMUM))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("StringBuilder");
        assertThatThrownBy(() -> codec.encode(new RpcMessage.Answer(1, new byte[MAXIMUM])))
                .hasMessageContaining("rpc.max-frame-size");
    }

    @Test
    void readsNoClassByName() {
        Output output = new Output(64, 1024);
        output.writeByte(3);
        output.writeVarLong(1, true);
        // What Kryo writes for a class that is not registered: a number for "name follows", an index, the name.
        output.writeVarInt(1, true);
        output.writeVarInt(0, true);
        output.writeString("io.weir.runtime.rpc.MessageCodecTest$Loaded");
        RpcMessage message = codec.decode(output.toBytes());
        assertThat(message)
                .isInstanceOfSatisfying(RpcMessage.Unreadable.class, unreadable -> assertThat(unreadable.reason())
                        .contains("not by name"));
    }

    @Test
    void refusesWhatTheConstructorRefuses() {
        MessageCodec jobs = new MessageCodec(List.of(JobId.class), MAXIMUM);
        byte[] bytes = body(jobs.encode(new RpcMessage.Answer(1, JobId.random())));
        bytes[bytes.length - 1] = 'x';
        assertThat(jobs.decode(bytes)).isInstanceOf(RpcMessage.Unreadable.class);
    }

    @Test
    void nestsOnlySoDeep() {
        Object value = null;
        for (int i = 0; i < 1000; i++) {
            value = List.of(new Nested(value));
        }
        Object deep = value;
        assertThatThrownBy(() -> codec.encode(new RpcMessage.Answer(1, deep))).isInstanceOf(WeirException.class);
        // The codec is as good as new afterwards.
        messagesComeBackAsTheyWere();
    }

    @Test
    void differsFromACodecWithOtherMessages() {
        assertThat(codec.fingerprint())
                .isEqualTo(new MessageCodec(List.of(Everything.class, Nested.class, Shade.class), 1).fingerprint())
                .isNotEqualTo(new MessageCodec(List.of(Nested.class, Everything.class, Shade.class), 1).fingerprint());
    }

    @Test
    void arbitraryBytesMakeNoHarm() {
        Random random = new Random(4711);
        byte[] good = body(codec.encode(new RpcMessage.Request(
                1,
                false,
                new RpcCall(
                        "endpoint",
                        "method",
                        FencingToken.NONE,
                        List.of(
                                "text",
                                new byte[20],
                                List.of(1, 2L, Map.of("k", Optional.of(Shade.DARK))),
                                new Nested(new Everything(
                                        1, 2, true, 3, 4, (byte) 5, (short) 6, '7', "8", Optional.empty())))))));
        int readable = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = i % 2 == 0 ? mutate(good, random) : randomBytes(random);
            try {
                readable += codec.decode(bytes) instanceof RpcMessage.Unreadable ? 0 : 1;
            } catch (KryoException expected) {
                // No message at all.
            }
        }
        // Some changes, such as those within a text, leave a message.
        assertThat(readable).isPositive();
        messagesComeBackAsTheyWere();
    }

    private static byte[] mutate(byte[] good, Random random) {
        byte[] bytes = good.clone();
        for (int changes = random.nextInt(4); changes >= 0; changes--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }

    private static byte[] randomBytes(Random random) {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        if (bytes.length > 0) {
            bytes[0] = (byte) (1 + random.nextInt(4));
        }
        return bytes;
    }

    private RpcMessage reread(RpcMessage message) {
        return codec.decode(body(codec.encode(message)));
    }

    private static byte[] body(Output output) {
        byte[] bytes = output.toBytes();
        int length = (bytes[0] & 0xff) << 24 | (bytes[1] & 0xff) << 16 | (bytes[2] & 0xff) << 8 | bytes[3] & 0xff;
        assertThat(length).isEqualTo(bytes.length - MessageCodec.HEADER);
        return Arrays.copyOfRange(bytes, MessageCodec.HEADER, bytes.length);
    }

    @Test
    void aValueThatThrowsIsASerializationFailure() {
        List<Object> broken = new AbstractList<>() {
            @Override
            public Object get(int index) {
                throw new IllegalStateException("it changed");
            }

            @Override
            public int size() {
                return 1;
            }
        };
        MessageCodec codec = new MessageCodec(List.of(), 1 << 20);
        assertThatThrownBy(() -> codec.encode(new RpcMessage.Answer(1, broken)))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("it changed");
    }
}
