package io.weir.runtime.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A type of state as a test sees it: what may follow it in a later version of a program, and what its values become then.
 * It knows the rules of {@code docs/programs.md}, and nothing of how they are kept. Values are numbers, texts, names of
 * constants, lists, and maps of fields.
 */
sealed interface Shape {
    /** Numbers in the order in which Java widens them; characters stand aside. */
    List<String> NUMBERS = List.of("byte", "short", "int", "long", "float", "double", "char");

    int INT = 2;
    int CHAR = 6;

    /** A number or character. */
    record Num(int kind, boolean boxed) implements Shape {
        Object convert(Object value) {
            double number = value instanceof Character character ? character : ((Number) value).doubleValue();
            long whole = value instanceof Character character ? character : ((Number) value).longValue();
            return switch (NUMBERS.get(kind)) {
                case "byte" -> (byte) whole;
                case "short" -> (short) whole;
                case "int" -> (int) whole;
                case "long" -> whole;
                case "float" ->
                    value instanceof Long || value instanceof Integer ? (Object) (float) whole : (float) number;
                case "double" -> value instanceof Long ? (Object) (double) whole : number;
                default -> (char) whole;
            };
        }
    }

    /** A truth value. */
    record Flag() implements Shape {}

    /** A string. */
    record Text() implements Shape {}

    /** An enum. */
    record Choice(List<String> constants) implements Shape {}

    /** A list. */
    record Many(Shape element) implements Shape {}

    /** A POJO or record. */
    record Group(boolean isRecord, List<Part> parts) implements Shape {
        Shape part(String name) {
            return parts.stream()
                    .filter(part -> part.name().equals(name))
                    .map(Part::shape)
                    .findFirst()
                    .orElse(null);
        }
    }

    /** A field or component. */
    record Part(String name, Shape shape) {}

    // ---- what there is ----

    /** Returns any type. */
    static Shape any(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 5)) {
            case 0, 1 -> new Num(random.nextInt(NUMBERS.size()), random.nextBoolean());
            case 2 -> new Flag();
            case 3 -> new Text();
            case 4 -> new Choice(constants(random));
            case 5 -> new Many(element(random, depth - 1));
            default -> group(random, depth - 1);
        };
    }

    private static Shape element(Random random, int depth) {
        Shape shape = any(random, depth);
        return shape instanceof Num number ? new Num(number.kind(), true) : shape instanceof Flag ? new Text() : shape;
    }

    private static List<String> constants(Random random) {
        List<String> constants = new ArrayList<>(List.of("A", "B", "C", "D").subList(0, 1 + random.nextInt(4)));
        Collections.shuffle(constants, random);
        return constants;
    }

    static Group group(Random random, int depth) {
        List<Part> parts = new ArrayList<>();
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            parts.add(new Part("f" + i, any(random, depth)));
        }
        return new Group(random.nextBoolean(), parts);
    }

    /** Returns any value of a type; null where that can be. */
    static Object valueOf(Shape shape, Random random) {
        boolean canBeNull = !(shape instanceof Flag) && !(shape instanceof Num number && !number.boxed());
        return canBeNull && random.nextInt(8) == 0 ? null : presentValueOf(shape, random);
    }

    private static Object presentValueOf(Shape shape, Random random) {
        if (shape instanceof Num number) {
            return number.convert(number.kind() == CHAR ? 'a' + random.nextInt(20) : random.nextInt());
        }
        if (shape instanceof Choice choice) {
            return choice.constants().get(random.nextInt(choice.constants().size()));
        }
        if (shape instanceof Many many) {
            List<Object> list = new ArrayList<>();
            for (int i = random.nextInt(3); i > 0; i--) {
                list.add(presentValueOf(many.element(), random));
            }
            return list;
        }
        if (shape instanceof Group group) {
            return rootOf(group, random);
        }
        return shape instanceof Flag ? (Object) random.nextBoolean() : "t" + random.nextInt(100);
    }

    /** Returns an object with all its fields. */
    static Map<String, Object> rootOf(Group group, Random random) {
        Map<String, Object> fields = new HashMap<>();
        group.parts().forEach(part -> fields.put(part.name(), valueOf(part.shape(), random)));
        return fields;
    }

    // ---- what may follow ----

    /** Returns what a later version of a program may have instead. */
    static Shape change(Shape shape, Random random, int depth, boolean isElement) {
        int dice = random.nextInt(20);
        if (dice == 0) {
            return isElement ? element(random, depth) : any(random, depth);
        }
        if (shape instanceof Num number && dice < 8) {
            return change(number, dice, random, isElement);
        }
        if (shape instanceof Choice choice && dice < 8) {
            return change(choice, dice < 6, random);
        }
        if (shape instanceof Many many) {
            return new Many(change(many.element(), random, depth - 1, true));
        }
        return shape instanceof Group group ? change(group, random, depth) : shape;
    }

    private static Num change(Num number, int dice, Random random, boolean isElement) {
        boolean boxed = isElement || (dice < 3 ? !number.boxed() : number.boxed());
        return new Num(dice < 6 ? widened(number.kind(), random) : random.nextInt(NUMBERS.size()), boxed);
    }

    private static Choice change(Choice choice, boolean adds, Random random) {
        List<String> constants = new ArrayList<>(choice.constants());
        if (adds) {
            constants.add("E");
        } else if (constants.size() > 1) {
            constants.remove(0);
        }
        Collections.shuffle(constants, random);
        return new Choice(constants);
    }

    private static int widened(int kind, Random random) {
        int least = kind == CHAR ? INT : kind;
        return least + random.nextInt(CHAR - least);
    }

    static Group change(Group group, Random random, int depth) {
        List<Part> parts = new ArrayList<>();
        for (Part part : group.parts()) {
            parts.add(new Part(part.name(), change(part.shape(), random, depth - 1, false)));
        }
        if (parts.size() > 1 && random.nextInt(4) == 0) {
            parts.remove(random.nextInt(parts.size()));
        }
        if (random.nextInt(4) == 0) {
            parts.add(new Part("fresh", any(random, depth - 1)));
        }
        if (random.nextInt(3) == 0) {
            Collections.shuffle(parts, random);
        }
        return new Group(random.nextInt(6) == 0 ? !group.isRecord() : group.isRecord(), parts);
    }

    // ---- what becomes of it ----

    /** Returns whether what was written as one can be read as the other. */
    static boolean follows(Shape then, Shape now) {
        if (then instanceof Num a && now instanceof Num b) {
            return follows(a, b);
        }
        if (then instanceof Choice a && now instanceof Choice b) {
            return b.constants().containsAll(a.constants());
        }
        if (then instanceof Many a && now instanceof Many b) {
            return follows(a.element(), b.element());
        }
        if (then instanceof Group a && now instanceof Group b) {
            return b.parts().stream()
                    .allMatch(part -> a.part(part.name()) == null || follows(a.part(part.name()), part.shape()));
        }
        return then.getClass() == now.getClass();
    }

    private static boolean follows(Num then, Num now) {
        boolean wider = then.kind() == CHAR ? now.kind() >= INT : then.kind() < now.kind();
        return then.kind() == now.kind() || now.kind() != CHAR && wider;
    }

    /** Returns what a value becomes. */
    static Object become(Shape then, Shape now, Object value) {
        if (value == null) {
            return missing(now);
        }
        if (now instanceof Num number) {
            return number.convert(value);
        }
        if (now instanceof Many many) {
            Shape before = ((Many) then).element();
            return ((List<?>) value)
                    .stream().map(each -> become(before, many.element(), each)).toList();
        }
        if (now instanceof Group group) {
            Map<String, Object> fields = new HashMap<>();
            for (Part part : group.parts()) {
                Shape before = ((Group) then).part(part.name());
                Object old = ((Map<?, ?>) value).get(part.name());
                fields.put(part.name(), before == null ? missing(part.shape()) : become(before, part.shape(), old));
            }
            return fields;
        }
        return value;
    }

    private static Object missing(Shape shape) {
        if (shape instanceof Flag) {
            return false;
        }
        return shape instanceof Num number && !number.boxed() ? number.convert(0) : null;
    }
}
