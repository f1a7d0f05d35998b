package io.weir.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.functions.MapFunction;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The test class itself is not serializable: functions that hold on to it are the classic trap. */
class SerializableCheckTest {
    private final Client client = new Client();
    private final int factor = 3;

    private static void assertRefused(ThrowingCallable check, String... parts) {
        assertThatThrownBy(check)
                .isInstanceOf(WeirException.class)
                .hasMessageContainingAll(parts)
                .extracting("code")
                .isEqualTo(ErrorCode.INVALID_PROGRAM);
    }

    @Test
    void whatIsSerializablePasses() {
        int local = factor;
        MapFunction<Integer, Integer> function = x -> x * local;
        assertThat(SerializableCheck.require(function, "map()")).isSameAs(function);
    }

    @Test
    void aFieldThatHoldsSomethingElseIsNamed() {
        assertRefused(
                () -> SerializableCheck.require(new Calling(client), "map()"),
                "map()",
                "Calling",
                "Calling.client",
                Client.class.getName(),
                "transient",
                "open()");
    }

    @Test
    void aFieldDeepInsideIsNamed() {
        assertRefused(() -> SerializableCheck.require(new Wrapping(new Calling(client)), "map()"), "Calling.client");
    }

    @Test
    void aLambdaThatUsesTheObjectAroundIsExplained() {
        MapFunction<Integer, Integer> function = x -> x * client.number();
        assertRefused(
                () -> SerializableCheck.require(function, "map()"),
                "a lambda",
                SerializableCheckTest.class.getName() + " around it",
                "local variable");
    }

    @Test
    void aLambdaThatUsesAVariableIsExplained() {
        Client local = client;
        MapFunction<Integer, Integer> function = x -> x * local.number();
        assertRefused(
                () -> SerializableCheck.require(function, "map()"),
                "uses a variable",
                Client.class.getName(),
                "open()");
    }

    @Test
    void anAnonymousClassIsCutOffTheObjectAroundIfItNeverLooksAtIt() {
        MapFunction<Integer, Integer> function = new MapFunction<>() {
            @Override
            public Integer map(Integer value) {
                switch (value) {
                    case 1:
                        return 2;
                    case 2:
                        return 4;
                    case 900:
                        return 8;
                    default:
                        return value > 5 ? (int) (value * 300_000L) : value;
                }
            }
        };
        assertThat(SerializableCheck.require(function, "map()")).isSameAs(function);
    }

    @Test
    void anAnonymousClassThatLooksAtTheObjectAroundIsRefused() {
        MapFunction<Integer, Integer> direct = new MapFunction<>() {
            @Override
            public Integer map(Integer value) {
                return value * client.number();
            }
        };
        MapFunction<Integer, Integer> throughLambda = new MapFunction<>() {
            @Override
            public Integer map(Integer value) {
                MapFunction<Integer, Integer> inner = x -> x * client.number();
                return inner == null ? 0 : value;
            }
        };
        MapFunction<Integer, Integer> throughInner = new MapFunction<>() {
            @Override
            public Integer map(Integer value) {
                return new Object() {
                    int number() {
                        return client.number();
                    }
                }.number();
            }
        };
        for (MapFunction<Integer, Integer> function : List.of(direct, throughLambda, throughInner)) {
            assertRefused(
                    () -> SerializableCheck.require(function, "map()"),
                    "inner class",
                    SerializableCheckTest.class.getName(),
                    "static class");
        }
    }

    @Test
    void aVariableOfAnAnonymousClassIsNamed() {
        Client remote = client;
        MapFunction<Integer, Integer> function = new MapFunction<>() {
            @Override
            public Integer map(Integer value) {
                return value * remote.number();
            }
        };
        assertRefused(() -> SerializableCheck.require(function, "map()"), "variable remote", Client.class.getName());
    }

    @Test
    void anElementOfACollectionIsFound() {
        assertRefused(
                () -> SerializableCheck.require(new Wrapping(List.of(Map.of("a", client))), "map()"),
                Client.class.getName());
        assertRefused(
                () -> SerializableCheck.require(new Wrapping(new Object[] {null, client}), "map()"),
                Client.class.getName());
    }

    @Test
    void aClassThatFailsToWriteItselfIsQuoted() {
        assertRefused(
                () -> SerializableCheck.require(new Wrapping(new Stubborn()), "filter()"), "filter()", "I will not");
    }

    @Test
    void aClassThatIsNotSerializableAtAllIsToldSo() {
        assertRefused(
                () -> SerializableCheck.require(client, "sinkTo()"), "sinkTo()", "implement java.io.Serializable");
        assertRefused(() -> SerializableCheck.require(null, "map()"), "map()", "null");
    }

    /** Not serializable. */
    private static final class Client {
        int number() {
            return 7;
        }
    }

    /** Holds what it should not. */
    private static final class Calling implements MapFunction<Integer, Integer> {
        private final Client client;

        Calling(Client client) {
            this.client = client;
        }

        @Override
        public Integer map(Integer value) {
            return value * client.number();
        }
    }

    /** Holds anything. */
    private static final class Wrapping implements MapFunction<Integer, Integer> {
        private final Object inner;

        Wrapping(Object inner) {
            this.inner = inner;
        }

        @Override
        public Integer map(Integer value) {
            return inner == null ? 0 : value;
        }
    }

    /** Serializable in name only. */
    private static final class Stubborn implements Serializable {
        private void writeObject(ObjectOutputStream out) throws IOException {
            throw new IOException("I will not");
        }
    }
}
