#version 330 core
// The frame under a spotlight: where the word looks stays bright and takes the model's colour, the rest dims. A difference of two models
// has its zero at `even` and a colour for either side.
uniform sampler2D picture;
uniform sampler2D heat; // R: attention density relative to its peak
uniform vec3 tint;
uniform vec3 against;   // below `even`
uniform float even;     // 0 for one model's attention
uniform float strength; // 0 shows the plain frame
in vec2 at;
out vec4 colour;
void main()
{
    vec3 frame = texture(picture, at).rgb;
    float look = texture(heat, at).r - even;
    vec3 ink = look < 0.0 ? against : tint;
    look = clamp(look < 0.0 ? -look / even : look / (1.0 - even), 0.0, 1.0);
    // A difference is read by its colour, so that the picture gives up its own; an attention by the picture it lights up.
    vec3 grey = vec3(dot(frame, vec3(0.299, 0.587, 0.114)));
    vec3 lit = even > 0.0 ? mix(grey * 0.62, ink * (0.25 + 0.75 * grey), 0.92 * smoothstep(0.05, 0.75, look))
                          : mix(frame * (0.42 + 0.58 * look), ink, 0.38 * look * look);
    colour = vec4(mix(frame, lit, strength), 1.0);
}
