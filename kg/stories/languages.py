"""Words that tell nothing: tables, by language, of what no label of a story is made of.

The stop words are the articles, pronouns, prepositions, conjunctions, auxiliary verbs and commonest adverbs of each
language, and its days and months; English has its own longer table in `kg.stories.words`, for it is stemmed and weighed
too. `FILLERS` and `GENERIC` are the English of headlines.
"""

from __future__ import annotations

STOP_WORDS = {
    "de": frozenset(
        """
        ab aber alle allem allen aller alles als also am an ander andere anderen anderer anderes auch auf aus bei
        beim bereits besser bin bis bisher bleiben bleibt da dabei dadurch dafür dagegen daher damit danach dann
        daran darauf darf darin darüber darum das dass davon davor dazu dem den denen denn dennoch der deren des
        deshalb dessen die dies diese diesem diesen dieser dieses doch dort drei du durch dürfen ebenfalls
        eigentlich ein eine einem einen einer eines einige einigen einmal er erst erste ersten erstmals es etwa
        etwas euch für ganz gab gar geben gegen gegenüber gehen geht gibt ging gut habe haben hat hatte hatten heißt
        heute hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer ihres im immer in indem ins ist ja jahr
        jahre jahren jede jedem jeden jeder jedes jedoch jetzt kann kaum kein keine keinem keinen keiner kommen
        kommt können könnte könnten lange lassen laut lässt macht machen man mehr mehrere mein meine meist menschen
        mich millionen milliarden mir mit mittlerweile muss musste müssen müssten nach nachdem nächste nächsten
        neben nehmen nein neu neue neuen neuer neues nicht nichts noch nun nur ob oben oder ohne prozent rund sagt
        sagte schon sehen sehr sei seien sein seine seinem seinen seiner seines seit seitdem selbst sich sie sieht
        sind so sogar sollen sollte sollten soll sondern sonst sowie später statt steht stehen tag tage tagen trotz
        über um und uns unser unsere unter viel viele vielen vielleicht vom von vor wann war waren warum was weg
        wegen weil weiter weitere weiteren weiterhin welche welcher welches wenig wenige wenn wer werde werden
        weshalb wie wieder will wir wird wo wohl wollen wollte wurde wurden während würde würden zu zuletzt zum
        zunächst zur zurück zwar zwei zweite zweiten zwischen uhr montag dienstag mittwoch donnerstag freitag
        samstag sonntag januar februar märz april mai juni juli august september oktober november dezember
        """.split()
    ),
    "fr": frozenset(
        """
        a à afin ai ainsi alors an ans année années après au aucun aucune aujourd aura auront aussi autant autre
        autres aux avait avaient avant avec avoir avons beaucoup bien bientôt bon c car ce ceci cela celle celles
        celui cent certains ces cet cette ceux chaque chez ci cinq comme comment contre d dans de déjà deux demande
        depuis dernier dernière dernières derniers des désormais deux devait devant devenir devient devrait dit doit
        doivent donc dont du durant elle elles en encore enfin entre envers est et étaient était étant été être eu
        eux face faire fait faut fin font fois furent grâce hier hui il ils j jamais je jour jours jusqu jusque l la
        là laquelle le lequel les lesquels leur leurs lors lorsque lui m ma mais malgré me même mêmes mes met mettre
        mieux millions milliards moi moins mois mon n ne ni non nos notre nous nouveau nouveaux nouvel nouvelle
        nouvelles on ont or ou où outre par parce parmi pas pendant personnes peu peut peuvent plus plusieurs plutôt
        pour pourquoi pourrait pourtant pouvoir premier première près presque prend puis qu quand quatre que quel
        quelle quelles quelque quelques quels qui quoi quoique rien s sa sans se selon semaine sera seront ses seul
        seule si sinon soit son sont sous souvent sur t tandis tant te tel telle tels ton toujours tous tout toute
        toutefois toutes trois très trop tu un une vers veut voici voilà voir vont vos votre vous y lundi mardi
        mercredi jeudi vendredi samedi dimanche janvier février mars avril mai juin juillet août septembre octobre
        novembre décembre
        """.split()
    ),
    "es": frozenset(
        """
        a actualmente además ahora al algo alguna algunas alguno algunos allí ante anterior antes año años apenas
        aquel aquella aquí así asimismo aún aunque ayer bajo bien cada casi como cómo con contra cual cuál cuales
        cualquier cuando cuándo cuanto cuatro cuenta da dado de debe deben debido decir dejar del dentro desde
        después dice dicen dicho diferentes dijo donde dónde dos durante e el él ella ellas ello ellos embargo en
        encima entonces entre era eran eres es esa esas ese eso esos esta está estaba estado estamos están estar
        estas este esto estos fin fue fueron fuera general gran grandes ha había habían haber habrá hace hacen hacer
        hacia han hasta hay haya he hecho hoy incluso junto la las le les lo los luego más mas mayor me mediante
        medio mejor menos mes meses mi mientras millones mis mismo misma mucha muchas mucho muchos muy nada ni
        ningún ninguna no nos nosotros nuestra nuestro nueva nuevas nuevo nuevos nunca o ocho otra otras otro otros
        para parte pasado pero pese poco podrá podría poder por porque posible primer primera primero próximo
        próxima pues puede pueden que qué quien quién quiere sea según segundo seis semana ser será si sí sido
        siempre siendo sigue sin sino sobre solo sólo son su sus tal también tan tanto te tener tiene tienen toda
        todas todavía todo todos tras tres tu tú un una unas uno unos usted va varios ver vez y ya yo lunes martes
        miércoles jueves viernes sábado domingo enero febrero marzo abril mayo junio julio agosto septiembre octubre
        noviembre diciembre
        """.split()
    ),
    "it": frozenset(
        """
        a ad agli ai al alla alle allo altre altri altro anche ancora anni anno avere aveva c che chi ci come con
        contro così cosa cui da dagli dai dal dalla dalle dallo degli dei del dell della delle dello dentro deve di
        dice disse dopo dove due durante e è ecco ed era erano essere fa fare fatto fino fra gli già ha hanno ho i
        il in infatti invece io l la le lei li lo loro lui ma mai meno mentre mi mila miliardi milioni molto ne
        negli nei nel nell nella nelle nello nessun no noi non nostro nuova nuove nuovi nuovo o oggi ogni ora per
        perché però più poco poi prima primo proprio può qualche quale quando quanto quasi quello quella quelli
        questa queste questi questo qui sarà se secondo sei sempre senza si sia solo sono sopra sotto stata state
        stati stato su sua sue sugli sui sul sulla sulle suo suoi tra tre tutta tutti tutto un una uno va verso vi
        via viene è lunedì martedì mercoledì giovedì venerdì sabato domenica gennaio febbraio marzo aprile maggio
        giugno luglio agosto settembre ottobre novembre dicembre
        """.split()
    ),
    "pt": frozenset(
        """
        a à agora ainda além algo algum alguma alguns ano anos antes ao aos apenas após aquele aqui as às assim até
        bem bilhões cada com como contra da dar das de deve do dois dos durante e é ela elas ele eles em enquanto
        entre era essa esse esta está estão estar este foi foram hoje há isso isto já la lhe mais mas me meio melhor
        menos mês mesmo meu mil milhões minha muito muitos na não nas nem no nos nossa nosso nova novas novo novos
        num numa nunca o onde ontem os ou outra outras outro outros para pela pelas pelo pelos pode por porque pouco
        primeira primeiro quais qual quando que quem se segundo seja sem sempre sendo ser será seu seus sob sobre
        sua suas também tem têm ter teve tinha toda todas todo todos três tudo um uma vai vez segunda terça quarta
        quinta sexta feira sábado domingo janeiro fevereiro março abril maio junho julho agosto setembro outubro
        novembro dezembro
        """.split()
    ),
    "nl": frozenset(
        """
        aan aantal achter af al alle alleen als andere anders ben beter bij binnen boven daar daarom dan dat de deze
        die dit doen door dus dan een eens eerste eind elk en er ga gaan gaat geen geweest haar had heb hebben heeft
        hem hen het hier hij hoe hun ik in is ja jaar je jij kan komen komt kon krijgt kunnen laat langer maar maken
        maakt meer meest meer men met mijn miljoen miljard moet moeten na naar nadat niet niets nieuw nieuwe nog nu
        of om omdat ons ook onder op over onze procent sinds slechts staat steeds te tegen terwijl toch toen tot
        tussen twee tweede uit uur van veel vier volgens voor vooral waar waarom wanneer want waren was wat weer
        weet wel welke werd wie wij wil willen worden wordt zal ze zegt zei zeer zelf zich zij zijn zo zoals zonder
        zou maandag dinsdag woensdag donderdag vrijdag zaterdag zondag januari februari maart april mei juni juli
        augustus september oktober november december
        """.split()
    ),
}

# English days, months, quarters, and what stands for hours
CALENDAR = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays
    sundays january february march april may june july august september october november december jan feb mar apr
    jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun q1 q2 q3 q4 h1 h2 1q 2q 3q 4q
    spring summer autumn winter morning afternoon evening night noon midnight weekend weekday tonight yesterday
    tomorrow hour hours minute minutes month months decade decades century am pm est edt pst gmt cet utc
    """.split()
)

# what stands before a name or behind it, and is none; also what an editor puts in capitals
TITLES = frozenset(
    """
    admiral ag ambassador analysis assemblyman assemblywoman associates attorney attorneys baron bishop breaking
    briefing brigadier capt captain cardinal ceo cfo chair chairman chairwoman chancellor chief co coach cofounder
    col colonel column commentary commissioner comptroller congressman congresswoman controller coo corp corporation
    councilman councilwoman county cto dame dean deputy director doctor dr editorial emir emperor exclusive
    executive explained explainer fact-check factbox founder gallery gen general gmbh gov governor governors group
    head his holdings inc incorporated judge justice king lady lead leader letters lieutenant limited live llc llp
    lord lt ltd madam maj majesty major mayor messrs minister ministers minority miss mr mrs ms mx newsletter nv
    officer opinion owner photos pictures plc podcast pope premier president presidents prime prince princess
    principal prof professor queen rabbi recap rep representative reps rev reverend roundup royal sa saint sec
    secretary sen senator senators sens sergeant sgt sheriff sir speaker spokesman spokesperson spokeswoman
    superintendent timeline treasurer undersecretary vice video videos watch wrap-up
    """.split()
)

# verbs of headlines: none of their forms tells anything
VERBS = frozenset(
    """
    accept accuse add admit affect agree aim allow amount announce answer anticipate apologize appear approve argue
    arrive assist assure attend avoid award beat become begin believe beside bite blame block boost bow break build
    cancel celebrate censor challenge change check cite climb come commit compare concern condemn confirm consider
    continue create crush debut decide declare decline deepen defeat defend defy delay deliver demand deny depend
    describe detail die discuss donate double dozen draw drive ease eat effort elect emerge encourage end endorse
    enforce ensure enter err estimate examine expand expect experience explain explore express extend eye fail fear
    feel fight figure find flag flee fly focus follow gain grab grill grow guy hail halt hammer handle happen hear
    help hide hire hit hold hope idea ignore impose improve inch include increase insist inspire intend introduce
    invite involve issue item join jump keep kick kill know laud lay learn let lift look loom loosen lose lot manage
    mark matter mean meet merge minimize miss mock monitor mount mourn move mull near notice number obtain occur
    operate oppose oust outlet outline outpace own pass pause pick pit play plead plummet plunge postpone praise
    predict prepare present prevent problem prohibit promise promote prompt propose protect prove provide publish
    pull pursue push quit rage raise reach react reason recall receive recommend recover reduce refer reflect refuse
    reimburse reject relate relax remain remind remove renew reopen repeat replace represent request require reside
    resign resist resolve respond restore restrict result resume retain retire return reveal reverse revive revoke
    rip rise roll run save scare scramble scrap see seek seem seize sell send serve set settle shake shape shoot
    show shrink shut shutter sign signal sink sit skip slam snub soar solve spar speak spike spur stall stand start
    stay stop struggle stun submit sue suffer suggest surpass survive suspend swear sweep tackle talk tap tell
    testify thank think threaten throw tie touch tour tout treat trigger trim try tumble turn understand unite
    unveil update upend uphold urge vie view violate visit vow wait walk want warn weaken wear weigh welcome win
    wipe withdraw word worry wrap
    """.split()
)

# nor do these, nor may they stand in a phrase
OTHER_FILLERS = frozenset(
    """
    1st 2nd 3rd 4th 5th ability able abroad according across acting actually addition additional afraid ago ahead
    alert allege alone alongside amazing amid angry another anti anybody anyone anything anywhere apart apparent
    apply approach approximately aside asks average aware away awful backs bad based beautiful began begun behave
    behind below beneath better beyond bigger biggest billions bit bizarre blasts blow bring bringing brings broke
    brought built called caller calling calls calm came care causing certain certainly choose chose chosen citywide
    claiming clearly closer closes collapse combine common complete completely concede consult contain contend
    contrast controversial countrywide couple crucial currently cuts despite determine developing differ different
    difficult directly disclose divert doubt dub due dying earlier earliest easier easily eastern edges edging
    eighteen eighty eleven elsewhere enough entire especially establish evaluate eve even eventually everyone
    everything everywhere ex exactly exceed exceeds excited exits faces facing fact falling familiar famous faster
    felt few fifteen fifty files fill finally finish forced forces forcing form forth forty forward found fourteen
    freezes fully furthermore gave generate getting given gives giving glad going good granted greater greet
    guarantee handful hands happy harder hardest heading heads heard heavily held hence higher highest highly hinder
    hints historic honors horrible hosting hosts huge hundreds iconic identify ignite imagine immediately impact
    implement important impossible increasingly incredible inform inside instead jeopardise jeopardize just kept
    kind known lack largely larger largest late later latest launches launching leading leads leaves leaving led
    left level likely likewise lines linked links little lives locate lodge longer longest lost loves lower lowest
    mainly maintain majority massive meant meanwhile mere millions mislead modify moment moreover mostly multiple
    named nationwide navigate nearly necessary needed needs neglect nevertheless newer newest nice nineteen ninety
    nobody normal northern nothing nowhere numerous odd offers ok okay old older oldest ongoing opens opt ordered
    ordering orders otherwise outlast overcome overhauls pace particular particularly parts past pave paying pct
    penalize per percent perhaps persist person piece places plenty plots points poised portray posed possess
    possible possibly posts potential potentially prays presses prevail previous previously primarily probable
    probably proceed proceeds process produce proper proud punish purchases quell questions quickly ranges rapidly
    read ready real realize really rebuff rebuild recent recently recognise recognize records redeem regain
    regarding register released releases releasing rely remember rename repay repeal reportedly reporting rescind
    responses reunite right risen rock role roughly roundup rush sad say scene scold seeing sent seriously seventeen
    seventy several shares sharply sheds shifts shorter shortest shout shove shown significant significantly similar
    simply situation sixteen sixty slate slightly slowly slows smaller smallest somebody someone something somewhere
    sounds sources southern specific speed spell spend spent spill splits spoke stake statewide steps stick straight
    strange strips stronger strongly struck subject succeed suddenly sum supporting supports surges surprise
    surrounding swept switches taken taking targets teach terms terrible therefore thirteen thirty thought thousands
    threat throughout thus tight times tips title tops torn trails transfers transform trillion true twelve twenty
    typical ugly unable unclear underneath underway unexpected unleash unlikely unprecedented unseal unusual
    upgrades upset usual utter various version versus via vs wake wane way weird western widely wish withhold
    withstand wonderful works worldwide worse worst worth wrestle writes writing written yet yields younger youngest
    """.split()
)

# may begin a phrase ('face recognition', 'record profit'), and tell nothing by themselves
OPENERS = frozenset(
    """
    back banking best big black broad building clear close critical current daily dead deep direct drinking driving
    early extra face fair fast file final first-quarter fixed food force free fresh front full funding future
    general great half hand hard head health heavy high hiring home housing human individual initial joint key large
    last-minute launch lead line link list live living local long low main major mass middle mining minor mixed name
    national new north nursing offer open opening order original outside overall part party people place point post
    power press primary prior private public question quick range rapid rare record release response rest room
    running saving second separate serious share sharing sharp shooting short signing simple single slow small sound
    source special spending staff stage state step strong sudden support sure sweeping target term time tip top
    top-level total tough track training type unique voice voting white wide work working write wrong young
    """.split()
)

# nouns that fit many stories: they may end a phrase ('recovery plan'), and alone they count less
GENERIC = frozenset(
    """
    action actions activities activity address administration adult adults advance advice agencies agency agreement
    aid announcement announcements area areas attack attempt attempts authorities authority ban battle bid bids bill
    billion board bodies body brother business businesses call campaign candidate candidates case cases cause causes
    center centers centre chairman chance chief choice circumstances cities citizen citizens city claim claims
    comment comments communities community companies company condition conditions control cost costs council
    councils counties countries country county crisis customer customers cut data date daughter day deal deals
    debate decision decisions department departments development developments difference director district drop
    economy effect effects emergency employee employees event events evidence example executive executives exit
    expert experts facilities facility factor facts fall families family father federal filing filings firm firms
    forecast fund funds game gathering gatherings giant giants government governments governor grant grants group
    groups growth guidance guideline guidelines hearing hearings homes house husband incident industries industry
    information initiative institution institutions interview investigation investment job jobs kids law lawmaker
    lawmakers leader leaders leadership learning leave letter levels life limit limits listing listings lists man
    manager mandate market markets measure measures medical meeting meetings member members men message million
    minister mission money monitoring mother nation nations neighborhood news offering office officer officers
    official officials operation operations option options organization organizations overhaul owner owners package
    partner partners patient patients pay payment period personal phase plan plans player players policies policy
    political politics poll population position practice practices president price prices probe product products
    professionals program programme programmes programs progress project projects proposal proposals protection
    provider providers province provinces purchase quarter race rate rates rating ratings reaction reactions region
    regional regions relief report research researcher researchers resident residents resource resources restriction
    restrictions review risk risks rule rules ruling rulings safety sale sales scientists score search season
    secretary sector series service services settlement shift sister site sites social society solution solutions
    son speech spokesman spokeswoman standard standards star statement statements states status store stories story
    strategy student students study surge survey switch symptoms system systems task team teams tech technologies
    technology test tests town trade transfer trend trends trust unit units upgrade use user users visitors vote war
    warning warnings ways week wife woman women worker workers world year years yield
    """.split()
)


def _forms(verb: str) -> set[str]:
    """Return the regular forms of a verb, and some that it has not."""
    bases = {verb, verb + verb[-1]} if verb[-1] in "bdgklmnprt" else {verb}
    if verb[-1] == "e":
        bases = {verb[:-1]}
    ended = {base + end for base in bases for end in ("ed", "ing")}
    return ended | {verb, f"{verb}s", f"{verb}es", f"{verb[:-1]}ies", f"{verb[:-1]}ied"}


VERB_FORMS = frozenset[str]().union(*map(_forms, VERBS))
FILLERS = (OTHER_FILLERS | VERB_FORMS) - OPENERS - GENERIC


# ends in -ly and is no adverb, ends in -ed and is no participle
NO_ADVERBS = frozenset("ally anomaly assembly belly bully family fly jelly monopoly rally reply supply".split())
NO_PARTICIPLES = frozenset("bed breed bleed creed feed greed seed shed sled speed steed watershed weed".split())

# behind a hyphen these are no part of what stands before: 'coronavirus-related', 'police-led'
ENDINGS = frozenset("backed based driven free hit led like linked made owned related style wide".split())

# joins the words of a name: 'Bank of England', 'Ursula von der Leyen'
JOINTS = frozenset("& of for the de del della der des di do dos du la le van von bin al el da y".split())
# what is no name and begins one: 'New York', 'First Solar', 'St. Louis', 'S. Korea'
STARTS = frozenset("new first best one last st s n".split())
# a dot behind them ends no sentence, and alone they are no names
ABBREVIATIONS = frozenset(
    """
    afp ala ap apr ariz ark assn assoc aug ave blvd bros calif capt cmdr col colo conn corp dec del dept det dist
    dpa dr est feb fla ft gen gov govs ill inc ind insp intl jan jr kan ky lt ltd maj mar mass messrs mich minn miss
    mo mr mrs ms mt natl neb nev nos nov oct okla ore pa ph phd pres prof rep reps reuters rev sec sen sens sept sgt
    sr st ste supt tenn tex univ upi va vs vt wash wis wyo xinhua
    """.split()
)

# names that say one thing, as they are written in a label
SAME = {
    "american": "U.S.", "americans": "U.S.", "united states": "U.S.", "usa": "U.S.", "u.s": "U.S.",
    "korean": "Korea", "koreans": "Korea", "s korea": "South Korea", "n korea": "North Korea",
    "british": "UK", "britain": "UK", "united kingdom": "UK", "britons": "UK", "u.k": "UK",
    "european union": "EU", "european": "Europe", "europeans": "Europe", "african": "Africa", "asian": "Asia",
    "afghan": "Afghanistan", "argentine": "Argentina", "australian": "Australia", "austrian": "Austria",
    "belgian": "Belgium", "brazilian": "Brazil", "californian": "California", "canadian": "Canada",
    "canadians": "Canada", "chinese": "China", "cuban": "Cuba", "czech": "Czechia", "danish": "Denmark",
    "dutch": "Netherlands", "egyptian": "Egypt", "finnish": "Finland", "french": "France", "german": "Germany",
    "germans": "Germany", "greek": "Greece", "hungarian": "Hungary", "indian": "India", "indians": "India",
    "indonesian": "Indonesia", "iranian": "Iran", "iraqi": "Iraq", "irish": "Ireland", "israeli": "Israel",
    "israelis": "Israel", "italian": "Italy", "italians": "Italy", "japanese": "Japan", "kenyan": "Kenya",
    "libyan": "Libya", "malaysian": "Malaysia", "mexican": "Mexico", "north korean": "North Korea",
    "norwegian": "Norway", "pakistani": "Pakistan", "polish": "Poland", "portuguese": "Portugal",
    "russian": "Russia", "russians": "Russia", "saudi": "Saudi Arabia", "scottish": "Scotland",
    "south korean": "South Korea", "spanish": "Spain", "swedish": "Sweden", "swiss": "Switzerland",
    "syrian": "Syria", "taiwanese": "Taiwan", "turkish": "Turkey", "ukrainian": "Ukraine", "venezuelan": "Venezuela",
    "vietnamese": "Vietnam",
}  # fmt: skip
