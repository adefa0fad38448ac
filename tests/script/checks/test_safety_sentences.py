"""The rules of words against sentences as people write them: what is to be found, and its innocent neighbours.

`test_safety.py` says what each rule is about; here is how far it reaches.
On each line stands a sentence, or a few of one passage.
"""

from __future__ import annotations

import pytest

from mindful.script.checks.check import Known, check
from mindful.script.reader import read
from mindful.script.takes.expand import Expansion

KNOWN = Known(
    has_voice=lambda _: True,
    voice_language=lambda _: "en",
    bells=("bowl",),
    soundscapes=("rain",),
    has_file=lambda _: True,
)


def found(text: str) -> set[str]:
    script = read(text + "\n")
    expansion = Expansion(script)
    findings = check(script, expansion.take(expansion.everything_once()), KNOWN)
    return {finding.code for finding in findings if finding.code.startswith("S")}


INNOCENT = """
You may close your eyes or keep a soft gaze.
Feel free to shut your eyes, or not.
Let your eyelids grow heavy, or stay as they are.
Eyes can be open. Eyes can be closed.
Some people like to close their eyes, others do not.
Soften your gaze toward the floor, or close your eyes.
With your eyes closed or slightly open, notice the breath.
Close your eyes, if you feel safe to do so.
Closing your eyes is optional.
Close your eyes if you want.
Invite your eyes to close, or find a point on the floor.
Open your eyes. Close the app when you like.
Close your hands, then open them.
Breathe in for a count of four. Hold for two. Breathe out for six.
Hold the breath for three, if that is fine with you.
Hold your attention there for ten breaths.
Hold the stretch for fifteen seconds. Keep breathing.
Hold this posture for eight breaths.
Hold your breath for as long as is comfortable.
Breathe in. Hold the image for ten seconds. Breathe out.
Hold your hands together for twenty seconds, and feel your breath.
Notice if your breath is quick today.
Your breath may become faster when you walk. That is fine.
There is no fast breathing in this practice.
It is fine if your heart beats fast.
Walk quickly or slowly.
It may help, and it may not.
This is not a cure.
It does not guarantee anything.
Nothing here can cure you, and nothing has to.
You are not broken, and there is nothing to heal.
Nothing needs to be healed.
There is nothing to cure.
This is no replacement for therapy.
This does not replace your therapy.
Please keep taking your medication.
Talk to your doctor before you stop your medication.
Never stop your medication on your own.
If you take medication, keep to what you agreed with your doctor.
Think of your therapist, and what you want to tell them.
Bring this to your next therapy session.
A small dose of patience.
A dose of fresh air.
The pain may end, or stay.
Notice how the breath ends.
You might feel calm, bored, or restless. All of it is welcome.
Do you feel calm? Or something else?
Perhaps you feel a little calmer. Perhaps not.
You do not need to feel relaxed.
Notice whether you feel safe enough to stay.
See how it feels to be peaceful, or not.
Some people feel happy here, some feel sad.
There is no need to clear your mind.
You do not have to empty your mind.
You cannot stop thinking, and that is fine.
Nobody can stop thinking.
It isn't about clearing your mind.
Your mind will not stop thinking, and it does not have to.
Feel how the breath is calm or hurried.
Be kind to yourself.
Be gentle.
May you be safe. May you be happy. May you be at peace.
May I be safe.
May all beings be happy and peaceful.
May you feel safe and at ease.
I wish you to be happy.
You should be able to stop at any time.
You should feel no pain; if you do, stop.
You should not be in pain.
If anything hurts, you should stop.
You don't have to do it right.
You do not have to feel anything.
You do not need to be good at this.
All you have to do is listen.
You have to be nowhere.
There is nothing that you should feel.
You can't fail at this.
You cannot fail.
It is impossible to fail here.
You have not failed.
You haven't failed if your mind wanders.
Nothing must happen.
Notice any 'should' in your thoughts.
Notice the voice that says, you should do better.
The inner critic says you must try harder.
Maybe a thought says you have to get up.
You must not drive while listening.
Please do not listen while driving.
Watch your thoughts dissolve like sugar in tea.
Let the stress dissolve.
Let your shoulders melt away from the ears.
Let your shoulders drift down.
Your hand floats up to your chest.
Your arms float up as you breathe in.
Let your arms float down again.
Your attention may drift away.
Your mind may float away to other things.
When you drift off, come back.
If your mind drifts away, come back to the body.
Your legs disappear under the blanket.
Let the sound fade away.
The sounds fade away until you only hear your breath.
Your thoughts may fade away, or not.
Feel your feet on the floor and your back on the chair.
Feel the edges of your body.
Picture yourself as a child, only if that is a good memory.
Use both hands. Focus on the bus outside.
The US has such a park.
Breathe in and out. Trust your own pace.
Let us know how it went at the front desk.
As the session comes to its end, thank yourself.
Feel the infusion of mint in your cup.
Sit with eyes open. Later you can close them.
If closing the eyes is uncomfortable, keep them open.
Rest your eyes on the floor, or close them.
When the lids feel heavy, let them close if you wish, or keep looking.
Your eyes can close now, or stay half open.
Let your eyes do what they like.
The shop closes at eight. My eyes were on the clock.
Breathe in. Breathe out. Hold the railing for balance.
Hold the breath gently for a count of two or three.
Breathe in. Pause for a moment. Breathe out.
Take a breath, and pause before you go on.
Hold yourself with kindness as you breathe.
Hold the breath in your awareness.
Hold the question lightly. [pause 20s] Breathe.
Breathe in, and feel what your hands hold. [pause 10s] Then breathe out.
Notice the thing that you hold. [pause 20s]
Make fists and breathe in. Hold. [pause 6s] Let go.
Breathe in for four. Hold. [pause 3s] Breathe out.
Breathe slowly for one minute.
Hold the pose for five breaths.
Hold here for five slow breaths.
Hold on to the rail, one hand or two.
Fast or slow, your breath is fine.
You might breathe a little faster after the stairs.
Treat yourself with care.
Treat your pain with respect.
Treats are allowed.
The session ends here.
The sadness will be there, or it will not.
The pain will change, or it will stay.
No practice takes away all pain.
This may not take away your pain.
It is not good for everyone.
This does not work for everyone.
Some find that it helps them sleep.
If you sleep well, good. If not, rest.
You will hear a bell at the end.
You will need a chair and a blanket.
You will not need anything else.
You don't need a cushion.
You do not need to take a position.
Take a seat. Take the tablet from the shelf and switch it off.
Leave the therapy room slowly.
Your therapist can tell you more.
Ask your doctor before you skip your medication.
Are you relaxed? Are you tense?
You feel the chair. You feel the calm air.
The room is calm.
Let your mind be as busy as it is.
Your mind is quiet or loud.
Your mind may be quiet now, or loud.
It is not about an empty mind.
Release your hands.
Release the fists.
Drop your shoulders.
Let go of the rope.
You are safe to stop at any time.
You are welcome as you are.
If you need to move, move.
When you need to cough, cough.
Take all the time you need to arrive.
You only need to listen.
What do you need to hear today?
You do not need to do anything.
You may need to shift.
Adjust whatever you need to adjust.
You will need to stand up for this one.
You must be tired.
Don't worry if you lose count.
Do not push.
Do not force the breath.
Don't hurry.
Never bend further than is pleasant.
Don't stretch where it hurts.
Do not move your head if it hurts.
It is not your fault.
None of this is your fault.
You are not failing.
You have not failed at anything.
Nobody here is lazy.
It is all right to be afraid.
The fog drifts away over the field.
Let your worries float away on the stream.
Your breath drifts in and out.
Your gaze drifts out of the window.
Your heels sink into the mat.
The chair holds your body up.
Let the body rise up a little.
You can float your arms up or leave them.
Feel where your skin ends and the air begins.
There is no need to go back.
Go back to your breath.
Go back to the chair, the floor, the room.
Think of the first time you saw the sea.
Return to the breath for the first time today.
See yourself in the mirror.
Look at your hand from above.
If it feels right, let your eyes close.
When you are ready, gently open your eyes.
You do not need to change anything.
Picture a calm lake.
See the sky, wide and calm.
The mind can be like a calm lake.
Your hands are relaxed on your lap, or clasped.
You are not your thoughts.
Let each thought dissolve in its own time.
Let the sound of the bell fade away into silence.
Follow the sound of the bell until it disappears.
Let your weight sink into the chair.
Feel your body sink into the mattress.
Let the floor hold you.
Take a deep breath in, and a long breath out.
Hold the end of the out-breath for just a moment.
Notice the small pause before the next breath.
Pause. Rest. Begin again.
Pause for a moment of gratitude.
Hold that thought. Put it down.
Hold the hand of somebody you love.
I will hold the space for you.
You need nothing else right now.
Do you need to move? Then move.
This practice is for people with pain.
This practice was written for nights of pain.
It is for moments of anxiety.
Anxiety may visit you.
Notice where the anxiety sits.
If pain ends, notice that too.
Your stress is not your fault.
Some days the stress will go away, some days it stays.
Sleep may come, or not.
Take your medication as usual.
Please do not change your treatment because of this.
You can go back to the beginning.
Go back to the sound of rain.
Your younger sister might come to mind.
You may feel as if you were floating on water.
""".strip().splitlines()

FOUND = {
    "S101": """
Now close your eyes and take a deep breath.
Allow your eyelids to become heavy and close.
Begin by closing your eyes.
Shut your eyes tightly.
Let the eyes fall shut.
With your eyes closed, take a breath.
Please close both eyes.
Let your eyes gently drift closed.
Eyes closed.
As you close your eyes, take a breath.
Sit down and let the eyes close.
Gently lower and close your eyes.
""",
    "S103": """
Inhale for four counts, hold for seven counts, exhale for eight counts.
Take a breath and hold it. Five. Four. Three. Two. One.
Hold the breath, two, three, four, five, six.
Breathe in and pause for six seconds. Breathe out.
Now retain the breath for eight.
Inhale, hold 5, exhale.
Breathe in, then hold for another eight seconds.
Exhale completely and keep the lungs empty for six.
Breathe in. [pause 4s] Hold. [pause 7s] Breathe out. [pause 8s]
Breathe in, and keep the breath in for seven.
Breathe in, and as you hold for eight, count.
Breathe in slowly. Hold it there. [pause 6s] And out.
Hold the breath: one, two, three, four, five.
Inhale, hold, two, three, four, five, six, seven.
""",
    "S104": """
Hold your breath for half a minute.
Hold your breath for one minute.
Hold your breath for a minute.
Hold your breath as long as you can.
Hold your breath for 30 seconds or more.
Inhale deeply and hold. [pause 12s] Exhale.
Hold your breath for two minutes.
Hold your breath as long as possible.
""",
    "S105": """
Take rapid, shallow breaths through your nose.
Breathe faster and faster.
Pump the belly with quick breaths.
Breathe quickly, in and out.
""",
    "S106": """
This meditation will cure your anxiety.
This will heal your trauma.
Feel the healing energy.
Your anxiety will disappear.
You will sleep deeply tonight.
You will fall asleep within minutes.
It works for everybody.
Science has proven that this lowers stress.
Studies prove that it reduces anxiety.
It is guaranteed to relax you.
This practice treats depression.
This practice rewires your brain.
It relieves your depression.
Say goodbye to anxiety forever.
This will take away your pain.
It is scientifically shown to end insomnia.
It is a remedy for sadness.
This will cure you.
Healing light flows through you.
Your stress will melt away.
You will sleep like a baby.
It works for anyone.
This meditation relieves anxiety.
It treats insomnia.
Research has proven its power.
It gets rid of all worries.
""",
    "S107": """
Take half a tablet before you begin.
You no longer need your medication.
You will not need your pills any more.
This works better than medication.
Stop taking your antidepressants.
Swallow the lozenge under your tongue.
You can cancel your therapy.
Take a pill if you need one.
You don't need medication.
It is as effective as medication.
This replaces your therapist.
Skip your meds tonight.
""",
    "S108": """
You are completely relaxed.
You're calm now.
You feel a deep sense of peace.
You are feeling so safe and loved.
Let go of all your worries.
Release all your tension.
Release every fear.
Feel your anxiety melt away.
Feel all your stress leaving your body.
Stop thinking.
Empty your mind.
Your mind is now completely still.
Quiet your mind.
Think of nothing.
Relax completely.
Feel at peace.
Forgive them now.
You are now deeply relaxed.
You're feeling so much more peaceful.
A wave of calm, and you feel a wave of peace.
Let go of every worry.
Clear your mind of everything.
Your mind becomes completely silent.
Just relax completely.
Feel your worries dissolving.
Now be happy.
""",
    "S109": """
Don't be sad.
You need to sit still.
You need to try harder.
It is your fault if you cannot focus.
You must do this every day.
You have to do this properly.
Don't move.
You shouldn't think of anything.
You really should do this daily.
Don't be lazy.
You are failing.
Don't break your streak.
Sit up straight, no slouching.
You need to let go.
You ought to be grateful.
You just have to want it.
Don't give up.
Never miss a day.
Please do not move.
No fidgeting.
That's your own fault.
You failed again.
Shame on you.
""",
    "S110": """
Feel yourself dissolve into the light.
You are leaving your body.
Watch yourself from above.
You float up to the ceiling and look down at yourself.
There is no self.
You do not exist.
You become nothing.
Feel the boundaries of your body dissolve.
Go back to when you were a child.
Return to the first time that you felt this pain.
Merge with the universe.
You are drifting out of your body.
Sink deeper and deeper into trance.
Your arms dissolve into the air.
Your body is floating away.
Your edges are vanishing.
You float out of your body.
Look down at yourself from above.
You become pure light.
Return to when you were a little girl.
Meet your inner child.
Your sense of self fades away.
You are drifting into a deep trance.
Become one with everything.
""",
    "S117": """
Let's take a breath together.
We will begin now.
Our breath is our anchor.
Our minds wander.
Let us breathe.
""",
}


@pytest.mark.parametrize("text", INNOCENT)
def test_innocent_sentences_are_left_alone(text: str) -> None:
    assert found(text) == set()


@pytest.mark.parametrize(
    ("code", "text"), [(code, text) for code, texts in FOUND.items() for text in texts.strip().splitlines()]
)
def test_what_a_rule_is_about_is_found_in_many_wordings(code: str, text: str) -> None:
    assert found(text) == {code}


AROUND_A_SESSION = """
You can ask for a break during the session.
Somebody will be with you during the treatment.
During the session you may open your eyes, or speak, at any time.
What stayed with you from the session?
After the treatment there is a way home.
Was there anything hard during your session?
What came up during the treatment? Write a word.
When the session is over, somebody will take you home.
Before the treatment begins, breathe.
Once the treatment is over, rest.
When your therapist comes, say hello.
Think of the trip home.
What did you notice during the experience?
Leave the headphones here; this is not made to be heard during the treatment.
The session is still ahead of you.
Keep the word in your pocket.
""".strip().splitlines()
AS_ITS_GUIDE = """
As the medicine takes hold, let go.
When the effects begin, trust what comes.
During the treatment, go deeper.
Throughout the journey, stay with the music.
Let the medicine show you what you need.
As you drift deeper into the experience, surrender.
Surrender to the medicine.
Trust the medicine.
Lie back, and let the treatment carry you.
Once the drug is working, look inward.
Feel the medicine moving through you.
""".strip().splitlines()


@pytest.mark.parametrize("text", AROUND_A_SESSION)
def test_before_and_after_a_session_it_may_be_spoken_of(text: str) -> None:
    assert found(f"---\nkind: integration\neyes: open\n---\n{text}") == set()


@pytest.mark.parametrize("text", AS_ITS_GUIDE)
def test_nobody_is_guided_through_a_treatment(text: str) -> None:
    assert found(f"---\nkind: intention\neyes: open\n---\n{text}") == {"S121"}
