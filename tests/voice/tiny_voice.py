"""Settings of a voice so small that a test can train it; `{steps}` and so on are to be filled in."""

TINY = """
[voice]
name = "tiny"
description = "for tests"
licence = "MIT"
low_midi = 55
high_midi = 76

[vibrato]
depth_cents = 30.0
rate_hz = 5.5
delay_s = 0.3

[geometry]
sample_rate = 22050
n_fft = 800
hop = 200
frames = 256
log_floor = -6.2
log_ceiling = 5.3

[network]
channels = [4, 6, 8, 12]
top_channels = 4
strip_channels = 24
strip_dilations = [1, 2]

[training]
steps = {steps}
batch = 2
crop_frames = 96
learning_rate = 0.004
warmup_steps = 10
adversarial_weight = 0.01
average = 0.9
held_out = 1
look_every = {look_every}
patience = {patience}
seed = 1

[corpus]
songs = 3
phrases = 2
low_midi = 55
high_midi = 76
seed = 5
"""
