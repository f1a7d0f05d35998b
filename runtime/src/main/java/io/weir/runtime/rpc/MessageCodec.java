package io.weir.runtime.rpc;

import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.KryoBufferOverflowException;
import com.esotericsoftware.kryo.kryo5.io.Output;
import com.esotericsoftware.kryo.kryo5.util.Pool;
import io.weir.configuration.RpcOptions;
import io.weir.runtime.security.WireProtocol;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Turns messages into bytes and back. It knows primitives and their boxes, strings, byte arrays, lists, sets, maps,
 * optionals, durations, instants, configurations, and the records and enums it was created with; bytes can make it
 * instantiate nothing else, nor allocate much more memory than they occupy. For any thread.
 */
public final class MessageCodec {
    /** The length that stands before each message. */
    static final int HEADER = Integer.BYTES;

    private static final List<Class<?>> OWN = List.of(FencingToken.class, RpcAddress.class, ErrorCode.class);
    private static final int FIRST_BUFFER = 512;
    private static final int KEPT_KRYOS = 8;

    private static final byte REQUEST = 1;
    private static final byte ONE_WAY = 2;
    private static final byte ANSWER = 3;
    private static final byte FAILURE = 4;

    private final int maximumFrameSize;
    private final long fingerprint;
    private final Pool<ClosedKryo> kryos;

    /**
     * Creates a codec.
     *
     * @param messageClasses the records and enums that messages may hold, always in the same order
     * @param maximumFrameSize how many bytes a message may have
     */
    public MessageCodec(List<Class<?>> messageClasses, int maximumFrameSize) {
        this.maximumFrameSize = maximumFrameSize;
        Set<Class<?>> distinct = new LinkedHashSet<>(OWN);
        distinct.addAll(messageClasses);
        List<Class<?>> classes = List.copyOf(distinct);
        this.fingerprint = WireProtocol.fingerprint(describe(classes));
        this.kryos = new Pool<>(true, false, KEPT_KRYOS) {
            @Override
            protected ClosedKryo create() {
                return new ClosedKryo(classes);
            }
        };
        // Finds a class that cannot be part of a message now, not with the first call.
        kryos.free(kryos.obtain());
    }

    /** Returns a number that differs when the message classes or their components do. */
    long fingerprint() {
        return fingerprint;
    }

    int maximumFrameSize() {
        return maximumFrameSize;
    }

    /**
     * Writes one value, for a file that another process of the same version reads.
     *
     * @param value a value of the kinds that messages may hold
     * @return its bytes
     */
    public byte[] encodeValue(Object value) {
        Output output = new Output(FIRST_BUFFER, -1);
        ClosedKryo kryo = kryos.obtain();
        try {
            output.writeLong(fingerprint);
            kryo.writeClassAndObject(output, value);
        } catch (KryoException e) {
            throw new WeirException(ErrorCode.SERIALIZATION, "A value cannot be written: " + e.getMessage(), e);
        } finally {
            kryos.free(kryo);
        }
        return output.toBytes();
    }

    /**
     * Reads one value.
     *
     * @param bytes what {@link #encodeValue} wrote
     * @param type the kind of the value
     * @param <T> the kind of the value
     * @return the value
     * @throws WeirException if another version wrote it, or it is damaged
     */
    public <T> T decodeValue(byte[] bytes, Class<T> type) {
        ClosedKryo kryo = kryos.obtain();
        try {
            Input input = new Input(bytes);
            if (input.readLong() != fingerprint) {
                throw new WeirException(ErrorCode.SERIALIZATION, "Another version of the engine wrote this.");
            }
            return type.cast(kryo.readClassAndObject(input));
        } catch (KryoException | ClassCastException e) {
            throw new WeirException(ErrorCode.SERIALIZATION, "A value cannot be read: " + e.getMessage(), e);
        } finally {
            kryos.free(kryo);
        }
    }

    /** Returns a message as bytes, its length before it. */
    Output encode(RpcMessage message) {
        Output output = new Output(FIRST_BUFFER, HEADER + maximumFrameSize);
        output.setPosition(HEADER);
        ClosedKryo kryo = kryos.obtain();
        try {
            write(kryo, output, message);
        } catch (KryoBufferOverflowException e) {
            throw new WeirException(
                    ErrorCode.SERIALIZATION,
                    "A message has more than " + maximumFrameSize + " bytes: raise " + RpcOptions.MAX_FRAME_SIZE.key()
                            + " in all processes.",
                    e);
        } catch (RuntimeException e) {
            // Also what a value itself throws: whoever waits for the message has to learn that it will not come.
            throw new WeirException(ErrorCode.SERIALIZATION, "A message cannot be written: " + e.getMessage(), e);
        } finally {
            kryos.free(kryo);
        }
        int end = output.position();
        output.setPosition(0);
        // Most significant byte first, as the frame decoder reads it.
        output.writeInt(Integer.reverseBytes(end - HEADER));
        output.setPosition(end);
        return output;
    }

    private static void write(ClosedKryo kryo, Output output, RpcMessage message) {
        if (message instanceof RpcMessage.Request request) {
            RpcCall call = request.call();
            output.writeByte(request.oneWay() ? ONE_WAY : REQUEST);
            output.writeVarLong(request.id(), true);
            ValueSerializers.writeString(output, call.endpoint());
            ValueSerializers.writeString(output, call.method());
            ValueSerializers.writeString(output, call.token().value());
            kryo.writeClassAndObject(output, call.arguments());
        } else if (message instanceof RpcMessage.Answer answer) {
            output.writeByte(ANSWER);
            output.writeVarLong(answer.id(), true);
            kryo.writeClassAndObject(output, answer.value());
        } else if (message instanceof RpcMessage.Failure failure) {
            output.writeByte(FAILURE);
            output.writeVarLong(failure.id(), true);
            kryo.writeClassAndObject(output, failure.code());
            ValueSerializers.writeString(output, failure.message());
            ValueSerializers.writeString(output, failure.trace());
        } else {
            throw new IllegalArgumentException("Not for the wire: " + message);
        }
    }

    /**
     * Reads a message without its length.
     *
     * @param bytes the message
     * @return the message; {@link RpcMessage.Unreadable} if only its head makes sense
     * @throws KryoException if not even that makes sense
     */
    RpcMessage decode(byte[] bytes) {
        Input input = new Input(bytes);
        byte kind = input.readByte();
        if (kind < REQUEST || kind > FAILURE) {
            throw new KryoException("There is no message of kind " + kind + ".");
        }
        long id = input.readVarLong(true);
        ClosedKryo kryo = kryos.obtain();
        try {
            RpcMessage message = read(kryo, input, kind, id);
            if (input.position() != input.limit()) {
                throw new KryoException((input.limit() - input.position()) + " bytes follow the message.");
            }
            return message;
        } catch (RuntimeException e) {
            // What bytes of a peer cause is never more than that: whatever they are, they make no message.
            return new RpcMessage.Unreadable(id, kind == REQUEST || kind == ONE_WAY, String.valueOf(e.getMessage()));
        } finally {
            kryos.free(kryo);
        }
    }

    private static RpcMessage read(ClosedKryo kryo, Input input, byte kind, long id) {
        return switch (kind) {
            case ANSWER -> new RpcMessage.Answer(id, kryo.readClassAndObject(input));
            case FAILURE ->
                new RpcMessage.Failure(
                        id,
                        (ErrorCode) kryo.readClassAndObject(input),
                        ValueSerializers.readString(input),
                        ValueSerializers.readString(input));
            default -> new RpcMessage.Request(id, kind == ONE_WAY, readCall(kryo, input));
        };
    }

    private static RpcCall readCall(ClosedKryo kryo, Input input) {
        String endpoint = ValueSerializers.readString(input);
        String method = ValueSerializers.readString(input);
        FencingToken token = new FencingToken(ValueSerializers.readString(input));
        List<Object> arguments = new ArrayList<>((List<?>) kryo.readClassAndObject(input));
        return new RpcCall(endpoint, method, token, arguments);
    }

    private static List<String> describe(List<Class<?>> classes) {
        List<String> parts = new ArrayList<>();
        for (Class<?> type : classes) {
            parts.add(type.getName());
            if (type.isRecord()) {
                Arrays.stream(type.getRecordComponents())
                        .forEach(component -> parts.add(
                                component.getName() + ":" + component.getType().getName()));
            } else if (type.isEnum()) {
                Arrays.stream(type.getEnumConstants()).forEach(constant -> parts.add(((Enum<?>) constant).name()));
            }
        }
        return parts;
    }
}
